/**
 * Vitest fixture: each test gets a world of its own, a fork of one base world, and fails when something in it would not
 * work with WeChat.
 *
 * ```ts
 * import { test } from '@mingpian/simulator/vitest';
 *
 * test('greets a new follower', async ({ world }) => {
 *   world.account('service').pushTo(webhookUrl);
 *   const [push] = await world.person('xiaoming').follow('service');
 *   expect(push?.reply?.text).toBe('欢迎');
 * });
 * ```
 */
import { test as base } from 'vitest';
import type { LiveWorld, WorldOptions } from './live-world.ts';
import { createWorld } from './world.ts';

export interface SimulatedTestOptions extends WorldOptions {
  /** Makes the base world what the tests need; runs once in each file. */
  prepare?: (world: LiveWorld) => void | Promise<void>;
  /** Rows of the conformance table whose findings these tests accept. */
  allow?: readonly string[];
}

/** A `test` with the fixture `world`, made of these options. */
export function simulatedTest({ prepare, allow = [], ...options }: SimulatedTestOptions = {}) {
  let prepared: Promise<LiveWorld> | undefined;
  const baseWorld = async () => {
    const world = createWorld(options);
    await prepare?.(world);
    return world;
  };
  return base.extend<{ world: LiveWorld }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs
    world: async ({}, use) => {
      prepared ??= baseWorld();
      const world = (await prepared).fork();
      try {
        await use(world);
        world.expectClean({ allow });
      } finally {
        await world.worlds.remove(world.state.id);
      }
    },
  });
}

export const test = simulatedTest();
