import { crowdIndex, crowdName } from './crowd.ts';
import type { Account } from './state.ts';
import type { World } from './world.ts';

/** A page of an account's followers. */
export interface FollowerPage {
  /** Of all pages. */
  readonly total: number;
  readonly count: number;
  /** The openids as the inside of a JSON list: a page has 300 000 characters, and most are written already. */
  readonly openids: string;
  /** The last openid of the page; empty when there is none. */
  readonly last: string;
}

/**
 * The openids of those who follow, in the order in which they began, from the one behind `after` on. The crowd comes
 * first, by number; behind it stand the people of the world, and members of the crowd who left and came back. Undefined
 * when `after` is no follower's.
 */
export function followersAfter(
  world: World,
  account: Account,
  after: string | undefined,
  limit: number,
): FollowerPage | undefined {
  const crowd = world.state.crowd.follows[account.name] ?? { count: 0, since: 0 };
  const { away, people } = notInTheirPlace(world, account, crowd);
  const start = after === undefined ? 0 : placeBehind(world, account, after, people, crowd.count);
  if (start === undefined) return undefined;
  const members = runsOf(Math.min(start, crowd.count), crowd.count, away, limit);
  const ofCrowd = members.reduce((sum, { from, to }) => sum + to - from, 0);
  const behind = Math.max(0, start - crowd.count);
  const others = people.slice(behind, behind + limit - ofCrowd);
  const openids = [
    ...members.map(({ from, to }) => world.crowdOpenids(account).text(from, to)),
    ...others.map((openid) => `"${openid}"`),
  ];
  const lastMember = members.at(-1);
  const last = others.at(-1) ?? (lastMember && world.openidOf(crowdName(lastMember.to - 1), account)) ?? '';
  return {
    total: crowd.count - away.length + people.length,
    count: ofCrowd + others.length,
    openids: openids.join(','),
    last,
  };
}

/**
 * Reads the numbers of members of the crowd out of openids: those that follow the account, and of whom the state keeps
 * nothing else. Good for one call: it does not see what changes later.
 */
export function plainFollowers(world: World, account: Account): (openid: string) => number | undefined {
  const { state } = world;
  const { count = 0 } = state.crowd.follows[account.name] ?? {};
  if (count === 0) return () => undefined;
  const rows = Object.keys(state.follows[account.name] ?? {});
  const kept = new Set([...state.people.map(({ name }) => name), ...rows].map(crowdIndex));
  return (openid) => {
    const index = world.crowdMemberOf(account, openid);
    return index !== undefined && index < count && !kept.has(index) ? index : undefined;
  };
}

/** Members of the crowd who left the place of their number, in order, and the openids that stand behind the crowd. */
function notInTheirPlace(
  world: World,
  account: Account,
  { count, since }: { count: number; since: number },
): { away: readonly number[]; people: readonly string[] } {
  const away: number[] = [];
  const people: string[] = [];
  for (const [name, row] of Object.entries(world.state.follows[account.name] ?? {})) {
    const index = crowdIndex(name);
    const ofCrowd = index !== undefined && index < count;
    // Whoever was only given a remark still stands in place.
    if (ofCrowd && row.subscribed && row.subscribedAt === since) continue;
    if (ofCrowd) away.push(index);
    if (row.subscribed) people.push(world.openidOf(name, account));
  }
  return { away: away.sort((one, other) => one - other), people };
}

/** At most `limit` numbers from `start` up to `end` without those that are away, as runs; `to` is exclusive. */
function runsOf(start: number, end: number, away: readonly number[], limit: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  let [from, left] = [start, limit];
  for (const stop of [...away.filter((index) => index >= start), end]) {
    const to = Math.min(stop, from + left);
    if (to > from) runs.push({ from, to });
    left -= Math.max(0, to - from);
    from = stop + 1;
    if (left === 0) break;
  }
  return runs;
}

/** Where the list goes on: a member's number, or `count` and more for those behind the crowd. */
function placeBehind(
  world: World,
  account: Account,
  after: string,
  people: readonly string[],
  count: number,
): number | undefined {
  const place = people.indexOf(after);
  if (place >= 0) return count + place + 1;
  const name = world.personOfOpenid(account, after)?.name;
  const index = name === undefined ? undefined : crowdIndex(name);
  return index !== undefined && index < count ? index + 1 : undefined;
}
