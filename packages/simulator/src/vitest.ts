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
import { type SimulatedTestOptions, testWorlds } from './library/test-worlds.ts';
import type { LiveWorld } from './live-world.ts';

export type { SimulatedTestOptions } from './library/test-worlds.ts';

/** A `test` with the fixture `world`, made of these options. */
export function simulatedTest(options: SimulatedTestOptions = {}) {
  const withWorld = testWorlds(options);
  return base.extend<{ world: LiveWorld }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from the pattern which fixtures this one needs
    world: ({}, use) => withWorld(use),
  });
}

export const test = simulatedTest();
