import { z } from 'zod';
import type { World } from '../world/world.ts';

/** At most as many as WeChat itself could have of them. */
const most = 100_000_000;

export const crowd = z.strictObject({ size: z.int().min(0).max(most), follows: z.array(z.string()).optional() }).meta({
  id: 'Crowd',
  description: 'So many people `crowd:0`, `crowd:1`, … who are nobody in particular and follow these accounts',
});

/** The crowd follows from now on; what was changed for single members stays theirs. */
export function setCrowd(world: World, { size, follows = [] }: z.output<typeof crowd>): void {
  const since = world.now();
  const accounts = follows.map((name) => world.accountNamed(name).name);
  world.state.crowd = { size, follows: Object.fromEntries(accounts.map((name) => [name, { count: size, since }])) };
  world.emit({ type: 'state', what: 'follows' });
}
