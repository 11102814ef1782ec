import { describe, expect, it } from 'vitest';
import { createWorld } from '../src/world.ts';
import { startWebhook } from './fixtures/webhook.ts';

const world = createWorld({ seed: 'page' });
const ask = (path: string, headers: Record<string, string> = {}) =>
  world.fetch(new Request(`http://127.0.0.1${path}`, { headers }));

describe('the phone page', () => {
  it('bears the stamp, is never indexed, and runs nothing but its own files', async () => {
    const page = await ask('/phone/');
    expect(page.status).toBe(200);
    expect(page.headers.get('x-robots-tag')).toBe('noindex');
    expect(page.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'$/,
    );
    expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe/);
    const html = await page.text();
    expect(html).toContain('SIMULATED 模拟');
    for (const [, file = ''] of html.matchAll(/(?:src|href)="(\/phone\/assets\/[^"]+)"/g)) {
      const asset = await ask(file);
      expect(asset.status, file).toBe(200);
      expect(asset.headers.get('cache-control'), file).toContain('immutable');
    }
  });

  it('says in both languages what to do without scripts', async () => {
    const [, without = ''] = /<noscript>([\s\S]*)<\/noscript>/.exec(await (await ask('/phone/')).text()) ?? [];
    expect(without).toContain('lang="zh-CN"');
    expect(without).toContain('lang="en"');
    const [, linked = ''] = /href="([^"]+)"/.exec(without) ?? [];
    expect((await ask(linked)).status).toBe(200);
  });

  it('is not served under a name that somebody pointed at this machine', async () => {
    expect((await ask('/phone/', { host: 'rebound.example' })).status).toBe(403);
  });

  it('pages are asked for in the language of the phone page, and in Chinese for programs that say none', async () => {
    const app = await startWebhook();
    try {
      const asked = async (headers: Record<string, string>) => {
        const body = JSON.stringify({ url: app.url });
        const sent = { method: 'POST', body, headers };
        const fresh = createWorld({ seed: 'language' });
        await fresh.fetch(new Request('http://127.0.0.1/_sim/v1/worlds/default/people/xiaoming/open', sent));
        return app.received.at(-1)?.headers['accept-language'];
      };
      expect(await asked({ 'accept-language': 'en' })).toMatch(/^en/);
      expect(await asked({ 'accept-language': 'zh-CN' })).toMatch(/^zh/);
      expect(await asked({ 'accept-language': '*' })).toMatch(/^zh/);
    } finally {
      await app.close();
    }
  });

  it('404 for what is no file of it', async () => {
    expect((await ask('/phone/xiaoming')).status).toBe(404);
    expect((await ask('/phone/assets/..%2findex.html')).status).toBe(404);
  });
});
