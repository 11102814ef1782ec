/**
 * `GET` and `POST /wechat/{account}/webhook`. The request never decides what is checked: each account has a receiver that
 * was made from its configuration. A push is answered after it is durable, never before.
 */
import type { Push } from '@mingpian/wechat/push';
import { createPushReceiver, type OpenedPush, type PushReceiver } from '@mingpian/wechat/push-receiver';
import { textReply } from '@mingpian/wechat/reply';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../accounts.ts';
import type { Counts } from '../counts.ts';
import { sha256 } from '../digest.ts';
import { newId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import type { Accepted, NewPush } from '../store/inbox.ts';
import { createInboxWriter, InboxUnavailable } from './inbox-writer.ts';
import { type Processing, processingLimits } from './processing.ts';
import type { Reaction } from './reaction.ts';
import { refusal } from './refusal.ts';

export const webhookLimits = {
  body: 256 * 1024,
  /** How long the inbox may take to make a push durable, in milliseconds; then WeChat shall send it again. */
  commit: 900,
} as const;

interface Endpoint {
  readonly account: Account;
  readonly receiver: PushReceiver;
  /** Plain pushes can be forged by whoever learns one signed URL. */
  readonly trusted: boolean;
}

type Route = { Params: { account: string } };

export function webhookRoutes(
  app: FastifyInstance,
  parts: Parts,
  { processing, reaction, counts }: { processing: Processing; reaction: Reaction; counts: Counts },
): void {
  const { clock, log, random, store, timer } = parts;
  const endpoints = new Map(parts.accounts.all.flatMap((account) => endpoint(account, parts)));
  const write = createInboxWriter(store.inbox);
  const path = '/wechat/:account/webhook';

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The claims of Content-Type are dropped: the configuration says what a push is.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: webhookLimits.body }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler(refusal(log, counts));
    scope.addHook('onRequest', async (request, reply) => {
      if (request.headers['content-encoding'] !== undefined)
        return reply.code(415).send('compressed bodies are not read');
    });
    scope.get<Route>(path, { exposeHeadRoute: false }, verify);
    scope.post<Route>(path, receive);
    scope.route({
      method: ['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PUT', 'TRACE'],
      url: path,
      handler: (_request, reply) => reply.code(405).header('allow', 'GET, POST').send(''),
    });
  });

  async function verify(request: FastifyRequest<Route>, reply: FastifyReply): Promise<string> {
    const known = endpoints.get(request.params.account);
    if (known === undefined) return notFound(reply);
    const echo = known.receiver.verify(queryOf(request));
    reply.header('content-type', 'text/plain; charset=utf-8');
    return echo;
  }

  async function receive(request: FastifyRequest<Route>, reply: FastifyReply): Promise<string> {
    const known = endpoints.get(request.params.account);
    if (known === undefined) return notFound(reply);
    const { account } = known;
    const opened = known.receiver.open(queryOf(request), (request.body as Buffer | undefined) ?? new Uint8Array());
    const accepted = await inTime(write(newPush(known, opened)));
    const text = await answer(accepted, opened.push, account);
    const body = opened.seal(text === '' ? undefined : textReply(text));
    const type = body === 'success' ? 'text/plain' : account.push?.format === 'json' ? 'application/json' : 'text/xml';
    reply.header('content-type', `${type}; charset=utf-8`);
    return body;
  }

  async function answer(accepted: Accepted, push: Push, account: Account): Promise<string> {
    switch (accepted.outcome) {
      case 'fresh':
        counts.add('push.accepted');
        if (push.type === 'malformed') {
          counts.add('push.malformed');
          log.warn({ account: account.name, why: push.why }, 'a push lacks what every push has');
        }
        return accepted.row.state === 'new' ? processing.fresh(accepted.row, push) : '';
      case 'duplicate':
        counts.add(accepted.replay ? 'push.replayed' : 'push.duplicate');
        return processing.again(accepted.row, push);
      case 'conflict':
        counts.add('push.conflict');
        log.warn({ account: account.name }, 'a push came again with another body; it is kept without effects');
        return '';
      case 'replayed':
        throw new PushReplayed();
    }
  }

  function newPush({ account, trusted }: Endpoint, opened: OpenedPush): NewPush {
    const { push, document, dedupeKey, signature, late } = opened;
    const now = clock.now();
    const flags = [push.type === 'malformed' ? 'malformed' : '', late ? 'late' : '', trusted ? '' : 'untrusted'].filter(
      (flag) => flag !== '',
    );
    const wanted = push.type !== 'malformed' && reaction.wants(push, { account, late });
    if (late) counts.add('push.late');
    return {
      id: newId(now, random),
      account: account.name,
      appId: account.appId,
      dedupeKey,
      openid: subjectOf(push),
      kind: kindOf(push),
      createdAt: push.type === 'malformed' ? null : push.createTime * 1000,
      receivedAt: now,
      document,
      documentDigest: sha256(document),
      flags: flags.join(','),
      state: wanted ? 'new' : push.type === 'malformed' || late ? 'held' : 'done',
      leasedUntil: now + processingLimits.lease,
      signature,
    };
  }

  /** A late success would be a lie to whoever sends the next copy: better no answer in time than a wrong one. */
  function inTime(stored: Promise<Accepted>): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      const cancel = timer.after(webhookLimits.commit, () =>
        reject(new InboxUnavailable('The inbox takes too long to store a push.')),
      );
      stored.then(resolve, reject).finally(cancel);
    });
  }
}

/** The signature was seen with another document: one signature stands for one. */
export class PushReplayed extends Error {
  override readonly name = 'PushReplayed';
  readonly code = 'push_replayed';
}

function endpoint(account: Account, { wechatClock, random }: Parts): [string, Endpoint][] {
  const { push, originalId } = account;
  if (push === undefined || originalId === undefined) return [];
  const receiver = createPushReceiver({
    appId: account.appId,
    originalId,
    mode: push.mode,
    format: push.format,
    token: push.token,
    previousTokens: push.previousTokens,
    previousEncodingAesKeys: push.previousEncodingAesKeys,
    clock: wechatClock,
    random,
    ...(push.encodingAesKey === undefined ? {} : { encodingAesKey: push.encodingAesKey }),
  });
  return [[account.name, { account, receiver, trusted: push.mode !== 'plain' || push.trustPlainPush }]];
}

function queryOf(request: FastifyRequest): string {
  const { url = '' } = request.raw;
  const mark = url.indexOf('?');
  return mark === -1 ? '' : url.slice(mark + 1);
}

function notFound(reply: FastifyReply): string {
  reply.code(404).header('content-type', 'text/plain; charset=utf-8');
  return 'not found';
}

/** Whom the push is about: the sender, but in privacy events the person they name. */
function subjectOf(push: Push): string | null {
  if (push.type === 'malformed') return null;
  return push.type === 'event' && push.event.startsWith('user_')
    ? ('openid' in push && push.openid) || null
    : push.from;
}

function kindOf(push: Push): string {
  if (push.type === 'malformed') return 'malformed';
  const name = push.type === 'event' ? `event:${push.event === 'other' ? push.name : push.event}` : push.type;
  return (push.type === 'other' ? `other:${push.name}` : name).slice(0, 64);
}
