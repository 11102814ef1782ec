/** The logo of a client: a square picture, checked by its own bytes, shown and served from our own origin alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logoUrl } from '../../src/config/logo.ts';
import { parseConfig } from '../../src/config.ts';
import { gif, jpeg, png, webpLossy } from '../avatars/pictures.ts';
import { start, written } from '../harness.ts';
import { browser, type SignInWorld, signInWorld } from '../login/browser.ts';

const client = {
  client_id: 'shop',
  client_secret: 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1',
  name: '半盏茶铺',
  redirect_uris: ['https://shop.test.invalid/cb'],
  pkce: 'optional',
};

describe('a logo in the configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-logo-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (bytes: Uint8Array | string, fields: object = {}) => {
    writeFileSync(join(folder, 'logo'), bytes);
    const clients = [{ ...client, logo_file: './logo', ...fields }];
    return parseConfig(written({ clients }), { now: start, folder }).clients[0]!;
  };

  it.each([
    ['PNG', png(64, 64)],
    ['JPEG', jpeg(512, 512)],
    ['WebP', webpLossy(128, 128)],
  ])('takes a square %s', (_name, bytes) => expect(load(bytes).logo).toBe(logoUrl(bytes)));

  it.each([
    ['SVG, which can hold scripts', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['GIF, which can move', gif(64, 64)],
    ['HTML', '<!doctype html>'],
    ['a picture that is not square', png(64, 65)],
    ['a small one', png(63, 63)],
    ['a large one', png(513, 513)],
    ['one of more than 64 kB', Buffer.concat([png(64, 64), Buffer.alloc(64 * 1024)])],
    ['nothing', ''],
  ])('refuses %s', (_name, bytes) => expect(() => load(bytes)).toThrow(/clients\.0\.logo: must be a square PNG/));

  it('refuses an address elsewhere, and a file that is not there', () => {
    expect(() => load(png(64, 64), { logo_file: undefined, logo: 'https://evil.example/x.png' })).toThrow(
      /clients\.0\.logo/,
    );
    expect(() => load(png(64, 64), { logo_file: './none' })).toThrow(/logo_file: names a file that cannot be read/);
  });
});

describe('a logo on the pages', () => {
  let world: SignInWorld;
  const picture = png(64, 64);
  beforeAll(async () => {
    world = await signInWorld({ clients: [{ ...client, logo: logoUrl(picture) }] });
  });
  afterAll(() => world.gateway.close());

  it('stands on the waiting page, from our own origin, and is served as the picture that it is', async () => {
    const desktop = browser(world.gateway);
    const agent = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/130' };
    const query = {
      response_type: 'code',
      client_id: 'shop',
      redirect_uri: client.redirect_uris[0]!,
      scope: 'openid',
      state: 'x',
    };
    const asked = await desktop.get(`/oauth2/authorize?${new URLSearchParams(query)}`, agent);
    const waiting = await desktop.get((await desktop.get(asked.location, agent)).location, agent);
    const address = /<img src="(\/logos\/shop\/[0-9a-f]{16})" alt="">/.exec(waiting.body)?.[1];
    expect(address).toBeDefined();
    expect(waiting.headers.get('content-security-policy')).toContain("; img-src 'self';");
    const reply = await fetch(world.gateway.url(address!));
    expect(Buffer.from(await reply.arrayBuffer())).toEqual(picture);
    expect(reply.headers.get('content-type')).toBe('image/png');
    expect(reply.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox; frame-ancestors 'none'");
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect(reply.headers.getSetCookie()).toEqual([]);
  });

  it.each([
    '/logos/shop/0123456789abcdef',
    '/logos/nobody/0123456789abcdef',
    '/logos/..%2f/x',
  ])('nothing at %s', async (path) => {
    expect((await browser(world.gateway).get(path)).status).toBe(404);
  });
});
