/**
 * A forced refresh kills the token that everybody holds, and WeChat counts it. So it is allowed by the database, for all nodes
 * together, before the request leaves.
 */
import { lifetimes } from '@mingpian/facts/lifetimes';
import { limits } from '@mingpian/facts/limits';
import type { Clock, Transport } from '@mingpian/wechat/ports';
import type { AppTokenRow, AppTokenTable } from '../store/app-tokens.ts';

const interval = lifetimes.forcedRefreshInterval.value * 1000;
const perDay = limits.forcedRefreshesPerDay.value;
const beijing = 8 * 3_600_000;

/** The day on which WeChat's quotas count a moment: they begin anew at midnight in China. */
export const quotaDay = (at: number): string => new Date(at + beijing).toISOString().slice(0, 10);

/** Whether a forced refresh would be allowed now. */
export function mayForce(row: AppTokenRow | undefined, now: number): boolean {
  if (row === undefined || row.forcedAt === null) return true;
  return now - row.forcedAt >= interval && (row.forcedDay !== quotaDay(now) || (row.forcedToday ?? 0) < perDay);
}

/** Not a failure of WeChat: trying again at once is what must not happen. */
export class ForcedRefreshRefused extends Error {
  override readonly name = 'ForcedRefreshRefused';
  readonly code = 'forced_refresh_refused';
  constructor() {
    super('The app token was renewed by force too often; WeChat allows it 20 times a day.');
  }
}

/** Lets everything through but forced refreshes beyond what is allowed; those fail without a call. */
export function limitForcedRefreshes(
  transport: Transport,
  { appId, table, clock }: { appId: string; table: Pick<AppTokenTable, 'takeForced'>; clock: Clock },
): Transport {
  return async (request) => {
    if (request.operation === '/cgi-bin/stable_token' && /"force_refresh":\s*true/.test(request.body ?? '')) {
      const now = clock.now();
      if (!(await table.takeForced(appId, { now, day: quotaDay(now), interval, perDay }))) {
        throw new ForcedRefreshRefused();
      }
    }
    return transport(request);
  };
}
