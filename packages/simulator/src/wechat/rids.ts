import type { RidRecord } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** So many errors can be looked up; with more, the oldest are forgotten before their seven days. */
const kept = 2000;

/** Keeps what a reply with a rid was the answer to. */
export function keepRid(world: World, reply: string, record: Omit<RidRecord, 'at' | 'reply'>): void {
  const rid = /rid: ([0-9a-f-]{26})"/.exec(reply)?.[1];
  if (rid === undefined) return;
  world.state.rids[rid] = { ...record, at: world.now(), reply };
  const rids = Object.keys(world.state.rids);
  for (const old of rids.slice(0, Math.max(0, rids.length - kept))) delete world.state.rids[old];
}
