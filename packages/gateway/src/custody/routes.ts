/**
 * Custody of app tokens: other systems of the house call WeChat through us (`call`), have pages signed for the JS-SDK (`sign`), and
 * only where that does not do, get the token itself (`token`). Nothing here is for browsers.
 */
import { endpoints } from '@mingpian/facts/endpoints';
import { readApiReply } from '@mingpian/wechat/api-reply';
import { ApiError, WeChatError } from '@mingpian/wechat/errors';
import { signPage } from '@mingpian/wechat/js-sdk';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Metrics } from '../admin/metrics.ts';
import type { Parts } from '../parts.ts';
import { ForcedRefreshRefused, mayForce } from '../tokens/forced-refresh.ts';
import { createJsTickets } from '../tokens/js-ticket.ts';
import { mayCallThrough, throughRequest, throughSchema } from './call-through.ts';
import { authoriser, CustodyError, exposedKey } from './caller.ts';
import { mayBeSigned, pageSchema } from './page.ts';

type Route = { Params: { account: string } };

/** A token is handed out as if it ended this much earlier, in seconds: whoever holds it asks again in time. */
export const tokenSkew = 60;
const base = '/api/v1/accounts/:account';
const report = z.strictObject({ generation: z.number().int().nonnegative() });
const knownPaths: ReadonlySet<string> = new Set(Object.values(endpoints).map(({ path }) => path));

export function custodyRoutes(app: FastifyInstance, parts: Parts, metrics: Pick<Metrics, 'observeCall'>): void {
  const { accounts, config, log, random, store, wechatClock } = parts;
  const authorise = authoriser(config.apiKeys, accounts, store.revokedKeys);
  const tickets = createJsTickets(store.appTokens, parts);

  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store');
      const exposed = exposedKey(request.raw.url ?? '', config.apiKeys);
      if (exposed === undefined) return;
      log.error({ key: exposed }, 'an API key stood in an address: it is exposed, replace it');
      throw new CustodyError('key_in_query', 400);
    });
    scope.setErrorHandler((error, _request, reply) => refuse(reply, error));

    scope.post<Route>(`${base}/call`, async (request, reply) => {
      const { account, key } = await authorise(request, 'call', request.params.account);
      const through = read(throughSchema, request.body);
      if (!mayCallThrough(through.path)) throw new CustodyError('path_refused', 403);
      const startedAt = wechatClock.now();
      const operation = knownPaths.has(through.path) ? through.path : 'other';
      const observe = (outcome: 'ok' | WeChatError['code'], errcode?: number) => {
        const durationMs = wechatClock.now() - startedAt;
        const call = { operation, attempt: 1, startedAt, durationMs, outcome };
        metrics.observeCall(account.name, errcode === undefined ? call : { ...call, errcode });
      };
      try {
        const answer = await account.wechat.appTokens.use(async (token) => {
          const wire = throughRequest(accounts.hosts, token, through);
          return readApiReply(through.path, await account.transport(wire));
        });
        observe('ok');
        log.info({ key, account: account.name, operation }, 'a call was made through');
        return reply.send(answer);
      } catch (error) {
        if (error instanceof ForcedRefreshRefused) throw new CustodyError('upstream', 503, { cause: error });
        if (!(error instanceof WeChatError)) throw error;
        observe(error.code, error instanceof ApiError ? error.errcode : undefined);
        // WeChat's own refusal is the caller's to read; whatever else went wrong says nothing of our side.
        if (error instanceof ApiError) return reply.send({ errcode: error.errcode, errmsg: error.errmsg });
        throw new CustodyError('upstream', 502, { cause: error });
      }
    });

    scope.post<Route>(`${base}/js-config`, async (request, reply) => {
      const { account, key } = await authorise(request, 'sign', request.params.account);
      const { url } = read(pageSchema, request.body);
      if (!mayBeSigned(url, account)) throw new CustodyError('page_refused', 403);
      if (!account.may('jsTicket')) throw new CustodyError('not_permitted', 403);
      const ticket = await held(() => tickets.get(account));
      log.info({ key, account: account.name }, 'a page was signed');
      return reply.send(signPage({ appId: account.appId, ticket, url }, wechatClock.now(), random));
    });

    scope.get<Route>(`${base}/token`, async (request, reply) => {
      const { account, key } = await authorise(request, 'token', request.params.account);
      const token = await held(() => account.wechat.appTokens.get());
      log.info({ key, account: account.name }, 'an app token was handed out');
      const left = Math.floor(((token.expiresAt ?? 0) - wechatClock.now()) / 1000) - tokenSkew;
      return reply.send({ token: token.value, expires_in: Math.max(0, left), generation: token.generation });
    });

    scope.post<Route>(`${base}/token/report-invalid`, async (request, reply) => {
      const { account } = await authorise(request, 'token', request.params.account);
      const { generation } = read(report, request.body);
      const row = await store.appTokens.find(account.appId);
      const now = wechatClock.now();
      // Only the current token can be at fault, and not within half a minute of its birth.
      if (row?.generation !== generation) return reply.send({ refreshed: false, why: 'not_current' });
      if (now - row.issuedAt < 30_000 || !mayForce(row, now)) return reply.send({ refreshed: false, why: 'too_soon' });
      const before = await held(() => account.wechat.appTokens.get());
      account.wechat.appTokens.reportBad?.(before.value);
      const after = await held(() => account.wechat.appTokens.get());
      return reply.send({ refreshed: after.value !== before.value, generation: after.generation });
    });
  });
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new CustodyError('bad_request', 400);
  return parsed.data;
}

async function held<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WeChatError) throw new CustodyError('upstream', 502, { cause: error });
    if (error instanceof ForcedRefreshRefused) throw new CustodyError('upstream', 503, { cause: error });
    throw error;
  }
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof CustodyError) return reply.code(error.statusCode).send({ error: error.code });
  const { statusCode } = error as { statusCode?: number };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return reply.code(statusCode).send({ error: 'bad_request' });
  throw error;
}
