import type { LiveWorld, WorldOptions } from './live-world.ts';
import { Worlds } from './worlds.ts';

export type { LiveWorld, WorldOptions } from './live-world.ts';

/**
 * A WeChat of its own for one test or one process: `fetch` answers for all of WeChat's hosts in memory, and after
 * `listen()` a port does. Same seed and same actions, same identifiers.
 */
export function createWorld(options: WorldOptions = {}): LiveWorld {
  const { now, fetch, timers } = options;
  // Worlds that its control API makes later live on the same host.
  const ports = { ...(now && { now }), ...(fetch && { fetch }), ...(timers && { timers }) };
  return new Worlds(ports).create(options);
}
