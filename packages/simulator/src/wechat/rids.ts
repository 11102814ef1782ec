import type { RidRecord } from '../world/api-use.ts';
import type { World } from '../world/world.ts';

/** So many errors can be looked up; with more, the oldest are forgotten before their seven days. */
const kept = 2000;

/** Keeps what a reply with a rid was the answer to. */
export function keepRid(world: World, reply: string, record: Omit<RidRecord, 'rid' | 'at' | 'reply'>): void {
  const rid = /rid: ([0-9a-f-]{26})"/.exec(reply)?.[1];
  if (rid === undefined) return;
  const { rids } = world.state;
  rids.push({ rid, ...record, at: world.now(), reply });
  if (rids.length > kept) rids.shift();
}

export function recordOfRid(world: World, rid: string): RidRecord | undefined {
  return world.state.rids.find((record) => record.rid === rid);
}
