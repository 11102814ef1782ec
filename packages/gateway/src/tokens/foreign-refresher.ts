/**
 * Somebody else who fetches tokens of the same account kills ours (with `cgi-bin/token`, always). One refused token is chance,
 * three within ten minutes are another system that must be found.
 */
import type { ObservedCall } from '@mingpian/wechat/caller';
import type { Clock } from '@mingpian/wechat/ports';
import type { Counts } from '../counts.ts';
import type { Log } from '../log.ts';

export const foreignRefresher = { refusals: 3, window: 600_000 } as const;
const refused: ReadonlySet<number> = new Set([40001, 40014, 42001]);

export type CallListener = (account: string, call: ObservedCall) => void;

export function watchForeignRefreshers({
  clock,
  log,
  counts,
}: {
  clock: Clock;
  log: Log;
  counts: Counts;
}): CallListener {
  const seen = new Map<string, number[]>();
  return (account, { errcode, operation }) => {
    // A refusal of the secret itself has the same number.
    if (errcode === undefined || !refused.has(errcode) || operation.endsWith('token')) return;
    counts.add('token.refused');
    const now = clock.now();
    const lately = [...(seen.get(account) ?? []), now].filter((at) => now - at < foreignRefresher.window);
    if (lately.length >= foreignRefresher.refusals) {
      counts.add('token.foreign');
      log.error(
        { account },
        'another system fetches app tokens of this account; let it use this gateway, or stable_token',
      );
      lately.length = 0;
    }
    seen.set(account, lately);
  };
}
