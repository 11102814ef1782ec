import { PushRefused } from '@mingpian/wechat/errors';
import type { Clock } from '@mingpian/wechat/ports';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Counts } from '../counts.ts';
import type { Log } from '../log.ts';
import type { ClockWatch } from './clock-watch.ts';

/** Lines about refused pushes in a second. Anybody can send forged ones, and each line costs more than its refusal. */
export const refusalLines = 20;

/**
 * The one answer to everything that is not an authentic push: a status, the same body, and a line in the log. In a flood the
 * counts go on, and the next line says how many had none.
 */
export function refusal(log: Log, counts: Counts, clockWatch: ClockWatch, clock: Clock) {
  let [second, lines, unsaid] = [0, 0, 0];
  const warn = (facts: object): void => {
    const now = Math.floor(clock.now() / 1000);
    if (now !== second) [second, lines] = [now, 0];
    if (lines++ >= refusalLines) {
      unsaid += 1;
      return;
    }
    log.warn(unsaid === 0 ? facts : { ...facts, unsaid }, 'a push was refused');
    unsaid = 0;
  };
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { account } = request.params as { account?: string };
    const refused = error instanceof PushRefused;
    const status = refused ? refusedStatus(error.reason) : otherStatus(error);
    if (status === 503) {
      counts.add('push.unavailable');
      log.error({ account, error }, 'a push could not be stored; WeChat will send it again');
    } else {
      counts.add('push.refused');
      if (refused && error.reason === 'downgrade') counts.add('push.downgrade');
      if (refused && error.reason === 'stale') clockWatch(account);
      warn({ account, why: refused ? error.reason : error.code, status });
    }
    // Nothing more is read from whoever sends what WeChat would not.
    if (request.method === 'POST') reply.header('connection', 'close');
    return reply
      .code(status)
      .header('content-type', 'text/plain; charset=utf-8')
      .send(status === 503 ? '' : 'refused');
  };
}

/** Well formed, but not proven to come from WeChat for this account. Everything else is a form that WeChat does not send. */
const unproven: ReadonlySet<PushRefused['reason']> = new Set([
  'signature',
  'stale',
  'downgrade',
  'msg_signature',
  'frame',
  'account',
  'replay',
]);

function refusedStatus(reason: PushRefused['reason']): number {
  if (reason === 'too_large') return 413;
  return unproven.has(reason) ? 401 : 400;
}

function otherStatus(error: FastifyError): number {
  const { statusCode } = error;
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500 ? statusCode : 503;
}
