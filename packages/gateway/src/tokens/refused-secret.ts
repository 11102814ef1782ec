/**
 * WeChat refuses AppID or AppSecret, or our address: only a human can put that right, and asking on costs the account its quota
 * and its good name. So for a minute the refusal stands as the answer to everybody, without a call.
 */
import { errorFact } from '@mingpian/facts/errors';
import type { Clock, Transport, WireReply } from '@mingpian/wechat/ports';
import type { Counts } from '../counts.ts';
import type { Log } from '../log.ts';

/** In milliseconds. */
export const refusalStands = 60_000;

const tokenOperations: ReadonlySet<string> = new Set(['/cgi-bin/token', '/cgi-bin/stable_token']);
/** Elsewhere a bad token; where a token is asked for, the secret. */
const invalidCredential = 40001;

export function standByRefusals(
  transport: Transport,
  { account, clock, log, counts }: { account: string; clock: Clock; log: Log; counts: Counts },
): Transport {
  let refusal: { reply: WireReply; until: number } | undefined;
  return async (request) => {
    if (!tokenOperations.has(request.operation)) return transport(request);
    if (refusal !== undefined && clock.now() < refusal.until) return refusal.reply;
    const reply = await transport(request);
    const errcode = errcodeOf(reply);
    const refused = errcode === invalidCredential || errorFact(errcode)?.mover === 'configure';
    refusal = refused ? { reply, until: clock.now() + refusalStands } : undefined;
    if (refused) {
      counts.add('token.credentials');
      log.error({ account, errcode }, 'WeChat refuses the credentials of this account: run mingpian doctor');
    }
    return reply;
  };
}

function errcodeOf({ body }: WireReply): number {
  try {
    return Number((JSON.parse(Buffer.from(body).toString('utf8')) as { errcode?: unknown }).errcode ?? 0);
  } catch {
    return 0;
  }
}
