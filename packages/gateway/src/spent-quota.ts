/**
 * An operation whose daily quota is used up answers 45009 until midnight in China, whoever asks. So the answer stands until then
 * without a call; the other operations of the account go on. Each node learns it by one call of its own, and a reload of the
 * configuration forgets it, for whoever has had the quota cleared.
 */
import type { Clock, Transport, WireReply } from '@mingpian/wechat/ports';
import type { Log } from './log.ts';
import { quotaDay } from './tokens/forced-refresh.ts';

/** A refusal is short; longer replies are not searched. */
const refusalBytes = 1024;
const refusal = /"errcode"\s*:\s*45009\b/;

export function pauseSpentQuotas(
  transport: Transport,
  { account, clock, log }: { account: string; clock: Clock; log: Log },
): Transport {
  const spent = new Map<string, { day: string; reply: WireReply }>();
  return async (request) => {
    const { operation } = request;
    // Calls of a user's sign-in are counted by the minute.
    if (operation.startsWith('/sns/')) return transport(request);
    const pause = spent.get(operation);
    if (pause?.day === quotaDay(clock.now())) return pause.reply;
    const reply = await transport(request);
    if (reply.body.length <= refusalBytes && refusal.test(Buffer.from(reply.body).toString('utf8'))) {
      spent.set(operation, { day: quotaDay(clock.now()), reply });
      log.error({ account, operation }, 'the quota of this operation is used up: it pauses until midnight in China');
    } else if (pause !== undefined) {
      spent.delete(operation);
    }
    return reply;
  };
}
