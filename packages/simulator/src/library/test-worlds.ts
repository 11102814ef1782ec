import type { LiveWorld, WorldOptions } from '../live-world.ts';
import { createWorld } from '../world.ts';

export interface SimulatedTestOptions extends WorldOptions {
  /** Makes the base world what the tests need; runs once in each file. */
  prepare?: (world: LiveWorld) => void | Promise<void>;
  /** Rows of the conformance table whose findings these tests accept. */
  allow?: readonly string[];
}

/**
 * Worlds for tests: each `use` gets a fork of one base world, which ends with it, and fails with NotClean when something
 * in it would not work with WeChat.
 */
export function testWorlds({ prepare, allow = [], ...options }: SimulatedTestOptions) {
  let prepared: Promise<LiveWorld> | undefined;
  const baseWorld = async () => {
    const world = createWorld(options);
    await prepare?.(world);
    return world;
  };
  return async (use: (world: LiveWorld) => Promise<void>): Promise<void> => {
    prepared ??= baseWorld();
    const world = (await prepared).fork();
    try {
      await use(world);
      world.expectClean({ allow });
    } finally {
      await world.worlds.remove(world.state.id);
    }
  };
}
