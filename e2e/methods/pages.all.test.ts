/** Every page of the gateway in a real browser: for screen readers, for keyboards, enlarged, narrow, dark and without script. */
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples } from '../../packages/gateway/test/pages/samples.ts';
import { chromiumPath } from './stage.ts';

describe.skipIf(chromiumPath === undefined)('every page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
  });
  afterAll(() => browser?.close());

  const pages = new Map<string, Promise<Page>>();

  /** A page in a browser that looks like this; a browser that was opened once serves all pages. */
  function looking(options: NonNullable<Parameters<Browser['newContext']>[0]>): Promise<Page> {
    const key = JSON.stringify(options);
    const known = pages.get(key);
    if (known !== undefined) return known;
    const opening = browser.newContext(options).then(async (context) => {
      const page = await context.newPage();
      await page.route(/\/(?:events|state|logos|mmopen)\b/, (route) => route.abort());
      return page;
    });
    pages.set(key, opening);
    return opening;
  }

  /** Served with its own policy. */
  async function shown(
    name: string,
    language: 'zh' | 'en',
    options: NonNullable<Parameters<Browser['newContext']>[0]>,
  ): Promise<Page> {
    const page = await looking(options);
    const { body, policy } = samples[name]!(language);
    await page.unroute('http://gateway.test/');
    await page.route('http://gateway.test/', (route) =>
      route.fulfill({ body, contentType: 'text/html; charset=utf-8', headers: { 'content-security-policy': policy } }),
    );
    await page.goto('http://gateway.test/', { waitUntil: 'domcontentloaded' });
    return page;
  }

  const sideways = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

  const looks = [
    { language: 'zh', colorScheme: 'light', viewport: { width: 1280, height: 860 } },
    { language: 'en', colorScheme: 'dark', viewport: { width: 1280, height: 860 } },
    { language: 'zh', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
    { language: 'en', colorScheme: 'light', viewport: { width: 360, height: 740 } },
  ] as const;

  describe.each(looks)('in $language, $colorScheme, $viewport.width wide', ({ language, ...look }) => {
    it.each(Object.keys(samples))('%s: axe finds nothing serious', async (name) => {
      // Axe is put in from outside, which the page's policy would forbid.
      const page = await shown(name, language, { ...look, bypassCSP: true });
      await page.evaluate(axe.source);
      const findings = await page.evaluate(async () => {
        const { axe: here } = globalThis as unknown as { axe: typeof axe };
        const { violations } = await here.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
      });
      expect(findings).toEqual([]);
    });
  });

  it.each(
    Object.keys(samples),
  )('%s: nothing sticks out at 320 pixels or at 200 %%, and every control can be hit', async (name) => {
    expect(await sideways(await shown(name, 'en', { viewport: { width: 320, height: 640 } }))).toBe(0);
    // A window of 1280 pixels, enlarged twice.
    const page = await shown(name, 'zh', { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 });
    expect(await sideways(page)).toBe(0);
    const heights = await page
      .locator('main button, main a')
      .evaluateAll((controls) => controls.map((control) => control.getBoundingClientRect().height));
    for (const height of heights.filter((each) => each > 0)) expect(height).toBeGreaterThanOrEqual(24);
  });

  it.each(Object.keys(samples))('%s: the keyboard reaches every control, and one sees where it is', async (name) => {
    const page = await shown(name, 'zh', { viewport: { width: 1280, height: 860 } });
    const controls = await page.locator('a[href]:visible, button:visible, summary:visible').count();
    const reached = new Set<number>();
    for (let press = 0; press < controls + 2; press++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const here = document.activeElement!;
        const index = [...document.querySelectorAll('a[href], button, summary')].indexOf(here);
        return { index, outline: getComputedStyle(here).outlineStyle };
      });
      if (at.index < 0) continue;
      reached.add(at.index);
      expect(at.outline).not.toBe('none');
    }
    expect(reached.size).toBe(controls);
  });

  it.each(Object.keys(samples).filter((name) => name.startsWith('wait')))('%s: works without script', async (name) => {
    const page = await shown(name, 'zh', { javaScriptEnabled: false });
    expect(await page.locator('.r a:visible, .r button:visible').count()).toBeGreaterThan(0);
  });
});
