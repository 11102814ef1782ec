/** The logo of a client: a square picture, checked by its own bytes, shown and served from our own origin alone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@mingpian/wechat/system';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logoUrl } from '../../src/config/logo.ts';
import { parseConfig } from '../../src/config.ts';
import { gif, jpeg, png, webpLossy } from '../avatars/pictures.ts';
import { start, written } from '../harness.ts';
import { type Browser, browser, type SignInWorld, signIn, signInWorld, type Visit } from '../login/browser.ts';

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

describe('name, logo and colour of a client', () => {
  let world: SignInWorld;
  const picture = png(64, 64);
  beforeAll(async () => {
    const clients = [{ ...client, logo: logoUrl(picture), colour: '#6b3f1d' }];
    world = await signInWorld({ clients }, { clock: systemClock });
  });
  afterAll(() => world.gateway.close());

  const desktop = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/130' };
  const request = (fields: object = {}) => {
    const query = { response_type: 'code', client_id: 'shop', redirect_uri: client.redirect_uris[0]!, state: 'x' };
    return `/oauth2/authorize?${new URLSearchParams({ ...query, scope: 'openid', ...fields })}`;
  };
  async function followed(visitor: Browser, path: string, headers = {}): Promise<Visit> {
    const visit = await visitor.get(path, headers);
    const next = visit.location.replace(world.gateway.urls.public, '');
    return next.startsWith('/') ? followed(visitor, next, headers) : visit;
  }
  /** Back from WeChat, where the visitor did not allow it. */
  async function refused(visitor: Browser): Promise<string> {
    const { location } = await followed(visitor, request());
    return `/wechat/callback?state=${new URL(location).searchParams.get('state')}`;
  }

  it.each<[string, (visitor: Browser) => Promise<Visit>]>([
    ['waits', (visitor) => followed(visitor, request(), desktop)],
    ['explains', (visitor) => followed(visitor, request({ scope: 'openid profile', prompt: 'login' }))],
    ['says that nobody was signed in', async (visitor) => followed(visitor, await refused(visitor))],
    ['says that this is another browser', async (visitor) => followed(browser(world.gateway), await refused(visitor))],
    ['says that the request is wrong', (visitor) => followed(visitor, request({ redirect_uri: 'https://x.invalid/' }))],
    [
      'asks whether to sign out',
      async (visitor) => {
        await signIn(world, visitor, 'xiaoming');
        await followed(visitor, request());
        return visitor.get('/oauth2/logout?client_id=shop');
      },
    ],
  ])('lead the page that %s', async (_name, opened) => {
    const { body, headers } = await opened(browser(world.gateway));
    expect(body).toMatch(/<img src="\/logos\/shop\/[0-9a-f]{16}" alt=""><\/span><b>半盏茶铺<\/b>/);
    expect(body).toContain('.main,.main:hover{background:#6b3f1d;');
    expect(headers.get('content-security-policy')).toContain("; img-src 'self';");
  });

  it('the logo is served as the picture that it is', async () => {
    const waiting = await followed(browser(world.gateway), request(), desktop);
    const address = /<img src="([^"]+)"/.exec(waiting.body)![1]!;
    const reply = await fetch(world.gateway.url(address));
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
