import { type EndpointName, endpoints } from '@mingpian/facts/endpoints';
import { inForce } from '@mingpian/facts/fact';
import { type Quota, quotas } from '@mingpian/facts/limits';
import { beijingDay } from '../world/clock.ts';
import type { Account, QuotaUse } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { type Call, Refusal } from './call.ts';

/** Counts the call against the account's quotas; 45009 when the day's is used up, 45011 when the minute's is. */
export function countCall(call: Call, account: Account, adviceOnDay = ''): void {
  const { world, endpoint } = call;
  const use = quotaUse(world, account, endpoint);
  for (const quota of quotasOf(endpoint, world.now())) {
    const allowed = account.kind === 'sandbox' ? (quota.sandboxCalls ?? quota.calls) : quota.calls;
    if (quota.per === 'minute' && use.usedThisMinute >= allowed) throw new Refusal(45011, 'S-38');
    if (quota.per === 'day' && use.used >= allowed) {
      throw adviceOnDay === '' ? new Refusal(45009, 'Q-04') : new Refusal(45009, 'T-08', adviceOnDay);
    }
  }
  use.used += 1;
  use.usedThisMinute += 1;
}

/** The account's counters of an endpoint, for today and for this minute. Days begin in Beijing. */
export function quotaUse(world: World, account: Account, endpoint: EndpointName): QuotaUse {
  const now = world.now();
  const day = beijingDay(now);
  const minute = Math.floor(now / 60_000);
  const uses = world.state.quotas[account.name] ?? {};
  world.state.quotas[account.name] = uses;
  const operation = endpoints[endpoint].path;
  const use = uses[operation] ?? { day, used: 0, minute, usedThisMinute: 0 };
  uses[operation] = use;
  if (use.day !== day) Object.assign(use, { day, used: 0 });
  if (use.minute !== minute) Object.assign(use, { minute, usedThisMinute: 0 });
  return use;
}

function quotasOf(endpoint: EndpointName, at: number): readonly Quota[] {
  return (quotas as readonly Quota[]).filter((quota) => quota.endpoint === endpoint && inForce(quota, at));
}
