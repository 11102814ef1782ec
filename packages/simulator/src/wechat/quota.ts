import { type EndpointName, endpoints } from '@mingpian/facts/endpoints';
import { inForce } from '@mingpian/facts/fact';
import { type Quota, quotas } from '@mingpian/facts/limits';
import type { QuotaUse } from '../world/api-use.ts';
import { beijingDay } from '../world/clock.ts';
import type { Account } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { type Call, Refusal } from './call.ts';

export interface Counting {
  /** The text of 45009 where it says more than usual. */
  dayText?: string;
  /** Whose quota it is, where that is not the account. */
  subject?: string;
  /** The conformance row of a refusal. */
  rule?: string;
}

/** Counts the call against the account's quotas; 45009 when the day's is used up, 45011 when the minute's is. */
export function countCall(call: Call, account: Account, { dayText, subject, rule }: Counting = {}): void {
  const { world, endpoint } = call;
  const use = quotaUse(world, account, endpoint, subject);
  const perMinute = allowedCalls(world, account, endpoint, 'minute');
  if (perMinute !== undefined && use.usedThisMinute >= perMinute) throw new Refusal(45011, rule ?? 'S-38');
  const perDay = allowedCalls(world, account, endpoint, 'day');
  if (perDay !== undefined && use.used >= perDay) throw new Refusal(45009, rule ?? 'Q-04', dayText);
  use.used += 1;
  use.usedThisMinute += 1;
}

/** How often the account may call the endpoint, or undefined where no number is published. */
export function allowedCalls(
  world: World,
  account: Account,
  endpoint: EndpointName,
  per: Quota['per'],
): number | undefined {
  const quota = (quotas as readonly Quota[]).find(
    (row) => row.endpoint === endpoint && row.per === per && inForce(row, world.now()),
  );
  return account.kind === 'sandbox' ? (quota?.sandboxCalls ?? quota?.calls) : quota?.calls;
}

/** The account's counters of an endpoint, for today and for this minute. Days begin in Beijing. */
export function quotaUse(world: World, account: Account, endpoint: EndpointName, subject?: string): QuotaUse {
  const now = world.now();
  const day = beijingDay(now);
  const minute = Math.floor(now / 60_000);
  const uses = world.state.quotas[account.name] ?? {};
  world.state.quotas[account.name] = uses;
  const { path } = endpoints[endpoint];
  const operation = subject === undefined ? path : `${path} ${subject}`;
  const use = uses[operation] ?? { day, used: 0, minute, usedThisMinute: 0 };
  uses[operation] = use;
  if (use.day !== day) Object.assign(use, { day, used: 0 });
  if (use.minute !== minute) Object.assign(use, { minute, usedThisMinute: 0 });
  return use;
}
