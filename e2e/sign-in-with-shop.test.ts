/** The whole of it in a real browser: the shop on a desktop, WeChat on a phone, and two contexts that share nothing. */
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTerminal } from '../packages/cli/src/terminal.ts';
import { startTrial, type Trial } from '../packages/cli/src/trial/trial.ts';
import { createHandoffs } from '../packages/gateway/src/handoff/handoffs.ts';
import { createLog } from '../packages/gateway/src/log.ts';
import { createCookies } from '../packages/gateway/src/login/cookies.ts';
import { findChromium } from '../scripts/system-parts.mjs';

const executablePath = findChromium();
const inWeChat = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.44';

describe.skipIf(executablePath === undefined)('signing in to the shop on a desktop', () => {
  let trial: Trial;
  let browser: Browser;
  beforeAll(async () => {
    const { stdout, stderr } = process;
    const terminal = createTerminal({ stdout, stderr, language: 'zh', color: false, env: process.env } as never);
    const log = createLog({ write: () => true }, 'silent');
    trial = await startTrial({ host: '127.0.0.1', port: 0, env: process.env, terminal, withShop: true, log });
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await trial?.close();
  });

  it('by a code that the phone scans and confirms, there and back, and out again', async () => {
    const desktop = await browser.newContext({ locale: 'zh-CN' });
    const page = await desktop.newPage();
    const blocked: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) blocked.push(message.text());
    });
    await page.goto(trial.demo!);
    await page.click('.hero a.bt');
    await page.waitForURL(/\/login\/wait\//);
    const { parts, urls } = trial.gateway;
    const handoffs = createHandoffs(parts, createCookies(urls.public));
    // What a camera would read from the code on the screen.
    const cookies = new Map((await desktop.cookies(urls.public)).map(({ name, value }) => [name, value]));
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    const { handoff, binding } = await handoffs.waiting(id, { cookies } as never);

    const phone = await browser.newContext({
      locale: 'zh-CN',
      userAgent: inWeChat,
      viewport: { width: 360, height: 740 },
      extraHTTPHeaders: { 'x-sim-person': 'xiaoming' },
    });
    const hand = await phone.newPage();
    await hand.goto(`${urls.public}/login/scan/${handoffs.handle(handoff, binding)}`);
    await page.waitForSelector('.no');
    const number = await page.textContent('.no');
    await hand.click(`button[name=match][value="${number}"]`);
    await page.waitForURL((url) => url.origin === trial.demo);
    expect(await page.textContent('main h1')).toContain('你好');
    expect(await hand.textContent('h1')).toBe('电脑上已登录');

    await page.click('form[action="/sign-out"] button');
    await page.waitForURL(/\/oauth2\/logout/);
    await page.click('button[value=yes]');
    await page.waitForURL((url) => url.origin === trial.demo);
    expect(await page.textContent('main h1')).toContain('茶要趁热');
    expect(blocked).toEqual([]);
  });
});
