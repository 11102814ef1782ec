import { type Quota, quotas } from '@mingpian/facts/limits';
import type { QuotaClears } from '../world/api-use.ts';
import { beijingDay } from '../world/clock.ts';
import type { Account } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { Refusal } from './call.ts';

const allowedOf = (endpoint: Quota['endpoint']) =>
  (quotas as readonly Quota[]).find((quota) => quota.endpoint === endpoint && quota.per === 'month')?.calls ?? 0;

/** Sets all daily counters of the account to 0; ten times a month, however it is asked for. */
export function clearAllQuotas(world: World, account: Account): void {
  const clears = clearsOf(world, account);
  if (clears.all >= allowedOf('clearQuota')) throw new Refusal(48006, 'C-14');
  clears.all += 1;
  world.state.quotas[account.name] = {};
}

/** Sets one daily counter to 0; fifty times a month. */
export function clearQuotaOf(world: World, account: Account, path: string): void {
  const clears = clearsOf(world, account);
  if (clears.single >= allowedOf('clearApiQuota')) throw new Refusal(48006, 'Q-09');
  clears.single += 1;
  delete world.state.quotas[account.name]?.[path];
}

function clearsOf(world: World, account: Account): QuotaClears {
  const month = beijingDay(world.now()).slice(0, 7);
  const known = world.state.quotaClears[account.name];
  if (known?.month === month) return known;
  const fresh: QuotaClears = { month, all: 0, single: 0 };
  world.state.quotaClears[account.name] = fresh;
  return fresh;
}
