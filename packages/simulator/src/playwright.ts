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
import { type SimulatedTestOptions, testWorlds } from './library/test-worlds.ts';
import type { LiveWorld } from './live-world.ts';
import { userAgents } from './phone/clients.ts';
import { personCookie } from './wechat/connect/onlooker.ts';
import type { Client } from './world/authorisations.ts';

export { expect } from '@playwright/test';

export type { SimulatedTestOptions } from './library/test-worlds.ts';

export interface SimulatedFixtures {
  /** A fresh fork of the base world; it listens. */
  world: LiveWorld;
  /** A page as WeChat's own web view shows it: the client's User-Agent, and the person known to the authorise page. */
  inWeChat: (person: string, client?: Client) => Promise<Page>;
  /** The simulator's phone page of a person. */
  phone: (person: string) => Promise<Page>;
}

/** A `test` with the fixtures above, made of these options. */
export function simulatedTest(options: SimulatedTestOptions = {}) {
  const withWorld = testWorlds(options);
  return base.extend<SimulatedFixtures>({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures this one needs
    world: ({}, use) =>
      withWorld(async (world) => {
        await world.listen();
        await use(world);
      }),
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
