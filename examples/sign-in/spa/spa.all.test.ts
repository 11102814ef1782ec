import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recipes } from '../../../packages/cli/src/recipes.ts';
import type { Trial } from '../../../packages/cli/src/trial/trial.ts';
import { findChromium } from '../../../scripts/system-parts.mjs';
import { freePort, startServer } from '../../server.ts';
import { addedClient, installPackages, trialGateway } from '../contract.ts';
import { inWeChat } from '../visitor.ts';

installPackages('spa');

describe('signing in to a page without a server, in a browser that minds CORS', () => {
  let trial: Trial;
  let browser: Browser;
  let origin: string;
  let stop = () => {};

  beforeAll(async () => {
    trial = await trialGateway();
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const printed = recipes.spa.text(await addedClient(trial, 'spa', origin, { isPublic: true }));
    const environment = { ...(parseEnv(printed) as Record<string, string>), PORT: String(port) };
    stop = await startServer(join(import.meta.dirname), ['npm', 'start'], origin, environment);
    browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    stop();
    await trial?.close();
  });

  it('knows who signed in, also after a reload, and nobody after signing out', async () => {
    const context = await browser.newContext({
      userAgent: inWeChat,
      locale: 'en-US',
      extraHTTPHeaders: { 'x-sim-person': 'xiaoming' },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(origin);
    expect(await page.textContent('h1')).toBe('Nobody');
    await page.getByRole('button').click();
    await page.waitForURL(/\/login\/service\/profile/);
    await page.locator('form button').first().click();
    await page.getByRole('heading', { name: '小明' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '小明' }).waitFor();
    await page.getByRole('button').click();
    await page.waitForURL(/\/oauth2\/logout/);
    await page.click('button[value=yes]');
    await page.waitForURL(`${origin}/**`);
    await page.getByRole('heading', { name: 'Nobody' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
