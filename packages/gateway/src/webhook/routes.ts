/**
 * `GET` and `POST /wechat/{account}/webhook`. The checks of a push stand here in their order, each in a file of its own under
 * `receive/`; the first three need no body, so that a forged push costs nothing more. A push is answered after it is durable,
 * never before.
 */
import type { Push } from '@mingpian/wechat/push';
import type { AuthenticQuery } from '@mingpian/wechat/push-receiver';
import { textReply } from '@mingpian/wechat/reply';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../accounts.ts';
import type { Counts } from '../counts.ts';
import type { Parts } from '../parts.ts';
import { watchClock } from './clock-watch.ts';
import { createInboxWriter } from './inbox-writer.ts';
import type { Processing } from './processing.ts';
import type { Reaction } from './reaction.ts';
import { checkCompression } from './receive/compression.ts';
import { longestBody, openDocument } from './receive/document.ts';
import { storedInTime } from './receive/durability.ts';
import { type Endpoint, endpointsByName } from './receive/endpoint.ts';
import { checkReplay } from './receive/replay.ts';
import { rowOf } from './receive/row.ts';
import { checkSignature, queryOf } from './receive/signature.ts';
import { refusal } from './refusal.ts';

type Route = { Params: { account: string } };

export function webhookRoutes(
  app: FastifyInstance,
  parts: Parts,
  { processing, reaction, counts }: { processing: Processing; reaction: Reaction; counts: Counts },
): void {
  const { log, store, timer, tracing } = parts;
  const endpoints = endpointsByName(parts);
  const write = createInboxWriter(store.inbox);
  const admitted = new WeakMap<FastifyRequest, { endpoint: Endpoint; query: AuthenticQuery }>();
  const path = '/wechat/:account/webhook';

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The claims of Content-Type are dropped: the configuration says what a push is.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: longestBody }, (_request, body, done) =>
      done(null, body),
    );
    scope.setErrorHandler(refusal(log, counts, watchClock(parts, counts), parts.clock));
    scope.get<Route>(path, { exposeHeadRoute: false }, verify);
    scope.post<Route>(path, { onRequest: admit }, receive);
    scope.route({
      method: ['DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'PUT', 'TRACE'],
      url: path,
      handler: (_request, reply) => reply.code(405).header('allow', 'GET, POST').send(''),
    });
  });

  /** The console's check of the address: the same account, the same signature, and the text to send back. */
  async function verify(request: FastifyRequest<Route>, reply: FastifyReply): Promise<string> {
    const endpoint = endpoints.get(request.params.account);
    if (endpoint === undefined) return notFound(reply);
    const echo = endpoint.receiver.verify(queryOf(request));
    reply.header('content-type', 'text/plain; charset=utf-8');
    return echo;
  }

  function admit(request: FastifyRequest<Route>, reply: FastifyReply, done: () => void): void {
    const endpoint = endpoints.get(request.params.account);
    if (endpoint === undefined) {
      reply.header('connection', 'close').send(notFound(reply));
      return;
    }
    checkCompression(request);
    admitted.set(request, { endpoint, query: checkSignature(endpoint, request) });
    done();
  }

  async function receive(request: FastifyRequest<Route>, reply: FastifyReply): Promise<string> {
    const { endpoint, query } = admitted.get(request) as { endpoint: Endpoint; query: AuthenticQuery };
    const opened = openDocument(endpoint, query, request);
    if (opened.late) counts.add('push.late');
    const row = rowOf(endpoint, opened, reaction, parts);
    const accepted = await tracing.step('push.store', { account: row.account, push: row.id }, () =>
      storedInTime(write(row), timer),
    );
    const text = await answer(checkReplay(accepted), opened.push, endpoint.account);
    const body = opened.seal(text === '' ? undefined : textReply(text));
    const json = endpoint.account.push?.format === 'json';
    const type = body === 'success' ? 'text/plain' : json ? 'application/json' : 'text/xml';
    reply.header('content-type', `${type}; charset=utf-8`);
    return body;
  }

  async function answer(accepted: ReturnType<typeof checkReplay>, push: Push, account: Account): Promise<string> {
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
    }
  }
}

function notFound(reply: FastifyReply): string {
  reply.code(404).header('content-type', 'text/plain; charset=utf-8');
  return 'not found';
}
