/** `mingpian try` with a real browser in front of its phone: what the walks of this folder are made of. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../../packages/phone/src/words/en.ts';
import { zh } from '../../packages/phone/src/words/zh.ts';
import { findChromium } from '../../scripts/system-parts.mjs';

export type Language = 'zh' | 'en';
export const words = { zh, en };

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = `${root}reports/phone/`;
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Ready {
  readonly urls: { readonly phone: string; readonly gateway: string; readonly control: string; readonly base: string };
}

export class Trial {
  readonly ready: Ready;
  readonly #child: ChildProcess;
  readonly #browser: Browser;
  /** What pages asked of any host but their own, and what they complained of. */
  readonly complaints: string[] = [];

  private constructor(ready: Ready, child: ChildProcess, browser: Browser) {
    this.ready = ready;
    this.#child = child;
    this.#browser = browser;
  }

  /** `options` are those of `mingpian try`. */
  static async start(...options: string[]): Promise<Trial> {
    // A fresh clone builds the page before its tests; whoever runs this file alone gets it built too.
    await finished(spawn(process.execPath, [`${root}scripts/setup.mjs`, '--pages'], { stdio: 'inherit' }));
    const bin = `${root}packages/cli/bin/mingpian.mjs`;
    const child = spawn(process.execPath, [bin, 'try', '--port', '0', '--json', ...options], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [ready, browser] = await Promise.all([
      readyLine(child),
      chromium.launch({ executablePath: findChromium() ?? '', args: flags }),
    ]);
    return new Trial(ready, child, browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    const ended = finished(this.#child);
    this.#child.kill('SIGTERM');
    await ended;
  }

  /** The phone page in a window of its own. */
  async phone(
    language: Language,
    { width = 1280, height = 860, dark = false, reducedMotion = false } = {},
  ): Promise<PhonePage> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      locale: language === 'zh' ? 'zh-CN' : 'en-US',
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && this.complaints.push(message.text()));
    page.on('request', (request) => {
      const { hostname, protocol } = new URL(request.url());
      const here = hostname === '127.0.0.1' || hostname.endsWith('.localhost') || /^(?:data|blob):$/.test(protocol);
      if (!here) this.complaints.push(`asked ${request.url()}`);
    });
    await page.goto(this.ready.urls.phone);
    const phone = new PhonePage(page, language, this);
    await phone.page.getByTestId('phone-1').waitFor();
    return phone;
  }

  /** Somebody's computer, which knows nothing of the phone. */
  async computer(language: Language): Promise<Page> {
    const locale = language === 'zh' ? 'zh-CN' : 'en-US';
    const page = await (await this.#browser.newContext({ viewport: { width: 1280, height: 860 }, locale })).newPage();
    page.setDefaultTimeout(10_000);
    return page;
  }

  async control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.ready.urls.control}/worlds/default${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    expect(response.status).toBeLessThan(300);
    return (await response.json()) as T;
  }
}

export class PhonePage {
  readonly page: Page;
  readonly language: Language;
  readonly trial: Trial;

  constructor(page: Page, language: Language, trial: Trial) {
    this.page = page;
    this.language = language;
    this.trial = trial;
  }

  device(slot: 1 | 2 = 1): Locator {
    return this.page.getByTestId(`phone-${slot}`);
  }

  at(id: string, slot: 1 | 2 = 1): Locator {
    return this.device(slot).getByTestId(id).first();
  }

  tap(id: string, slot: 1 | 2 = 1): Promise<void> {
    return this.at(id, slot).click();
  }

  /** Something beside the phones. */
  beside(id: string): Locator {
    return this.page.getByTestId(id).first();
  }

  web(slot: 1 | 2 = 1): FrameLocator {
    return this.device(slot).getByTestId('web-frame').contentFrame();
  }

  /** Hands the phone to somebody, at that person's first screen. */
  async hand(person: string): Promise<void> {
    // The phone that was touched last is the one that is handed over.
    await this.device().locator('.sb').click();
    await this.beside(`person-${person}`).click();
    await this.device()
      .and(this.page.locator(`[data-person="${person}"]`))
      .waitFor();
  }

  async follow(account: string): Promise<void> {
    await this.tap('open-search');
    await this.tap(`result-${account}`);
    await this.tap('follow');
    await this.at('chat').waitFor();
  }

  async say(text: string): Promise<void> {
    // A chat that has just opened shows neither yet.
    await this.at('write').or(this.at('to-keyboard')).first().waitFor();
    if (!(await this.at('write').isVisible())) await this.tap('to-keyboard');
    await this.at('write').fill(text);
    await this.at('write').press('Enter');
  }

  async open(url: string, from: 'external' | 'moments' | 'chat' | 'menu', slot: 1 | 2 = 1): Promise<void> {
    await this.tap('open-search', slot);
    await this.at('search', slot).fill(url);
    await this.tap(`open-from-${from}`, slot);
  }

  /** Presses what has one of these words on it, in the application's page. */
  async press(words: RegExp, slot: 1 | 2 = 1): Promise<void> {
    await this.web(slot).locator('a,button').filter({ hasText: words }).first().click();
  }

  /** The application says that somebody is signed in. */
  async signedIn(slot: 1 | 2 = 1): Promise<void> {
    await this.web(slot)
      .getByText(/登录\s*成功|Signed\s*in/i)
      .first()
      .waitFor();
  }

  /** A build artefact, to be looked at. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: `${pictures}${name}-${this.language}.png` });
  }

  /** Milliseconds until something was to be seen: a figure to read, which depends on the machine. */
  firstPaint(): Promise<number> {
    return this.page.evaluate(() =>
      Math.round(performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0),
    );
  }

  /** Copies what was done as a test and runs it as it is; the answer is what Vitest printed. */
  async runCopiedTest(): Promise<{ passed: boolean; output: string }> {
    await this.beside('copy-test').click();
    const source = await this.page.evaluate(() => navigator.clipboard.readText());
    const folder = `${pictures}recorded-${this.language}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/recorded.test.js`, source);
    const vitest = `${root}node_modules/vitest/vitest.mjs`;
    const child = spawn(process.execPath, [vitest, 'run', '--root', folder], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (text) => (output += String(text)));
    child.stderr.on('data', (text) => (output += String(text)));
    await finished(child);
    return { passed: child.exitCode === 0, output };
  }

  /** What axe finds serious in the page and not in the application's frame, which is somebody else's. */
  async seriousFindings(): Promise<string[]> {
    await this.page.evaluate(axe.source);
    return this.page.evaluate(async () => {
      const { axe: here } = globalThis as unknown as { axe: typeof axe };
      const { violations } = await here.run({ exclude: ['iframe'] }, { iframes: false });
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`));
    });
  }
}

async function readyLine(child: ChildProcess): Promise<Ready> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    const line = text.split('\n').find((one) => one.includes('"event":"ready"'));
    if (line !== undefined && text.endsWith('\n')) return JSON.parse(line) as Ready;
  }
  throw new Error(`mingpian try ended before it was ready: ${text}`);
}

function finished(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
