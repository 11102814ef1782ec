/** `mingpian try` with its shop, and real browsers in front of it: desktops and phones that share nothing. */
import jsqr from 'jsqr';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { createTerminal } from '../../packages/cli/src/terminal.ts';
import { startTrial, type Trial } from '../../packages/cli/src/trial/trial.ts';
import { createLog } from '../../packages/gateway/src/log.ts';
import { findChromium } from '../../scripts/system-parts.mjs';

export const chromiumPath = findChromium();
export type Language = 'zh' | 'en';

const inWeChat =
  'Mozilla/5.0 (Linux; Android 8.1; vivo X21A) AppleWebKit/537.36 Chrome/66.0.3359.126 Mobile Safari/537.36 MicroMessenger/8.0.44';
const locale = { zh: 'zh-CN', en: 'en-US' } as const;

export interface Looks {
  readonly language?: Language;
  readonly dark?: boolean;
  readonly width?: number;
}

export class Stage {
  readonly trial: Trial;
  readonly #browser: Browser;
  /** What a page's policy has kept a browser from. */
  readonly blocked: string[] = [];

  private constructor(trial: Trial, browser: Browser) {
    this.trial = trial;
    this.#browser = browser;
  }

  static async start(): Promise<Stage> {
    const { stdout, stderr } = process;
    const terminal = createTerminal({ stdout, stderr, language: 'zh', color: false, env: process.env } as never);
    const log = createLog({ write: () => true }, 'silent');
    const [trial, browser] = await Promise.all([
      startTrial({ host: '127.0.0.1', port: 0, env: process.env, terminal, withShop: true, log }),
      chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] }),
    ]);
    return new Stage(trial, browser);
  }

  /** Closes every window, so that none goes on waiting behind the next test. */
  async leave(): Promise<void> {
    await Promise.all(this.#browser.contexts().map((context) => context.close()));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.trial.close();
  }

  desktop({ language = 'zh', dark = false, width = 1280 }: Looks = {}): Promise<Page> {
    return this.#page({ viewport: { width, height: 860 }, language, dark });
  }

  /** WeChat's browser on somebody's phone. */
  phone(person: string, { language = 'zh', dark = false, width = 360 }: Looks = {}): Promise<Page> {
    return this.#page({
      viewport: { width, height: 740 },
      language,
      dark,
      userAgent: inWeChat,
      extraHTTPHeaders: { 'x-sim-person': person },
    });
  }

  async #page({
    language,
    dark,
    ...options
  }: Parameters<Browser['newContext']>[0] & { language: Language; dark: boolean }): Promise<Page> {
    const context: BrowserContext = await this.#browser.newContext({
      locale: locale[language],
      colorScheme: dark ? 'dark' : 'light',
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (/Content.Security.Policy/i.test(message.text())) this.blocked.push(`${page.url()} ${message.text()}`);
    });
    return page;
  }

  /** The address of the gateway. */
  at(path: string): string {
    return this.trial.gateway.urls.public + path;
  }

  /** What a camera reads from the code on the screen. */
  async codeOf(desktop: Page): Promise<string> {
    const svg = desktop.locator('.qr svg');
    const size = Number((await svg.getAttribute('viewBox'))!.split(' ')[2]);
    const path = (await svg.locator('path').getAttribute('d'))!;
    const scale = 4;
    const edge = (size + 8) * scale;
    const pixels = new Uint8ClampedArray(edge * edge * 4).fill(255);
    for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)\.5h(\d+)/g)) {
      for (let row = 0; row < scale; row++) {
        const at = ((Number(y) + 4) * scale + row) * edge + (Number(x) + 4) * scale;
        for (let column = 0; column < Number(width) * scale; column++)
          pixels.fill(0, (at + column) * 4, (at + column) * 4 + 3);
      }
    }
    return jsqr.default(pixels, edge, edge)!.data;
  }

  /** A verb of the control API. */
  async control<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> {
    const reply = await fetch(`${this.trial.simulator.urls.control}/worlds/default${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text || 'null') as T;
  }

  /** Scans with WeChat's camera; answers what the account then says, or where the phone went. */
  async scan(person: string, url: string): Promise<string> {
    return JSON.stringify(await this.control('POST', `/people/${person}/scan`, { url }));
  }

  /** Scans a code of an account and follows it; answers what it then says. */
  async follow(person: string, url: string, account = 'service'): Promise<string> {
    const { qrcodes } = await this.control<{ qrcodes: { ticket: string; url: string }[] }>('GET', '/qrcodes');
    const ticket = qrcodes.find((code) => code.url === url)!.ticket;
    return JSON.stringify(await this.control('POST', `/people/${person}/follow`, { account, via: 'qr', ticket }));
  }

  /** Writes to the account; answers what it says. */
  async say(person: string, text: string, account = 'service'): Promise<string> {
    return JSON.stringify(await this.control('POST', `/people/${person}/say`, { account, text }));
  }
}
