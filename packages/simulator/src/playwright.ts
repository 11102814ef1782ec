/**
 * Playwright fixture: a world on a port of its own for each test, and pages that look like a person's phone. The test
 * fails when something in the world would not work with WeChat.
 *
 * ```ts
 * import { test, expect } from '@mingpian/simulator/playwright';
 *
 * test('signs in', async ({ world, inWeChat }) => {
 *   world.person('xiaoming').set({ consent: 'allow' });
 *   const page = await inWeChat('xiaoming');
 *   await page.goto('http://127.0.0.1:3000/login');
 *   await expect(page.getByText('小明')).toBeVisible();
 * });
 * ```
 */
import { test as base, type Page } from '@playwright/test';
import type { LiveWorld, WorldOptions } from './live-world.ts';
import { userAgents } from './phone/clients.ts';
import { personCookie } from './wechat/connect/onlooker.ts';
import type { Client } from './world/state.ts';
import { createWorld } from './world.ts';

export { expect } from '@playwright/test';

export interface SimulatedTestOptions extends WorldOptions {
  prepare?: (world: LiveWorld) => void | Promise<void>;
  /** Rows of the conformance table whose findings these tests accept. */
  allow?: readonly string[];
}

export interface SimulatedFixtures {
  /** A fresh fork of the base world; it listens. */
  world: LiveWorld;
  /** A page as WeChat's own web view shows it: the client's User-Agent, and the person known to the authorise page. */
  inWeChat: (person: string, client?: Client) => Promise<Page>;
  /** The simulator's phone page of a person. */
  phone: (person: string) => Promise<Page>;
}

/** A `test` with the fixtures above, made of these options. */
export function simulatedTest({ prepare, allow = [], ...options }: SimulatedTestOptions = {}) {
  let prepared: Promise<LiveWorld> | undefined;
  const baseWorld = async () => {
    const world = createWorld(options);
    await prepare?.(world);
    return world;
  };
  return base.extend<SimulatedFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures this one needs
    world: async ({}, use) => {
      prepared ??= baseWorld();
      const world = (await prepared).fork();
      await world.listen();
      try {
        await use(world);
        world.expectClean({ allow });
      } finally {
        await world.worlds.remove(world.state.id);
      }
    },
    inWeChat: async ({ browser, world }, use) => {
      const contexts: { close(): Promise<void> }[] = [];
      await use(async (person, client = 'ios') => {
        const context = await browser.newContext({ userAgent: userAgents[client], locale: 'zh-CN' });
        contexts.push(context);
        // The cookie that the phone page sets: it tells the authorise page who is looking.
        const value = encodeURIComponent(world.person(person).name);
        await context.addCookies([{ name: personCookie, value, url: world.apiBase, httpOnly: true }]);
        return context.newPage();
      });
      await Promise.all(contexts.map((context) => context.close()));
    },
    phone: async ({ browser, world }, use) => {
      const contexts: { close(): Promise<void> }[] = [];
      await use(async (person) => {
        const context = await browser.newContext();
        contexts.push(context);
        const page = await context.newPage();
        await page.goto(`${world.phoneUrl}${encodeURIComponent(world.person(person).name)}`);
        return page;
      });
      await Promise.all(contexts.map((context) => context.close()));
    },
  });
}

export const test = simulatedTest();
