/** Where a sign-in begins: state, binding, return target, and who is let through. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createStartLimit, startsPerMinute } from '../../src/login/start-limit.ts';
import { authorise, browser, callback, type SignInWorld, signIn, signInWorld, writtenAccount } from './browser.ts';

let world: SignInWorld;
beforeAll(async () => {
  world = await signInWorld({
    accounts: [
      writtenAccount('service'),
      writtenAccount('unverified', { kind: 'subscription', verified: false, borrows: 'service' }),
      writtenAccount('silent', { push: undefined }),
      writtenAccount('lonely', { kind: 'subscription', verified: true, push: undefined }),
    ],
    return_targets: ['https://shop.example.com/back?x=1'],
  });
});
afterAll(() => world.gateway.close());

describe('the authorise link', () => {
  it('OAS-01 carries a random state of 32 hex digits, the parameters in order, and the fragment', async () => {
    const visitor = browser(world.gateway);
    const one = await visitor.get('/login/service');
    const two = await visitor.get('/login/service');
    expect(one.status).toBe(303);
    expect(one.location).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=wx[0-9a-f]{16}&redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fwechat%2Fcallback&response_type=code&scope=snsapi_base&state=[0-9a-f]{32}#wechat_redirect$/,
    );
    expect(authorise(one.location).get('state')).not.toBe(authorise(two.location).get('state'));
  });

  it('OAS-02 states do not collide, and their digits are uniform', async () => {
    const visitor = browser(world.gateway, { keepsCookies: false });
    const states = new Set<string>();
    const counts = new Map<string, number>();
    for (let round = 0; round < 300; round++) {
      const { location } = await visitor.get('/login/service');
      const state = authorise(location).get('state')!;
      states.add(state);
      for (const digit of state) counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    expect(states.size).toBe(300);
    const expected = (300 * 32) / 16;
    const chi = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    expect(chi).toBeLessThan(60);
  });

  it('OAS-07 ignores a scope in the query', async () => {
    const { location } = await browser(world.gateway).get('/login/service?scope=snsapi_userinfo');
    expect(authorise(location).get('scope')).toBe('snsapi_base');
  });

  it('A-22 an account that borrows leads to the AppID of the other', async () => {
    const own = await browser(world.gateway).get('/login/service');
    const lent = await browser(world.gateway).get('/login/unverified');
    expect(authorise(lent.location).get('appid')).toBe(authorise(own.location).get('appid'));
  });
});

describe('the binding cookie', () => {
  it('is one for each login, HttpOnly and Lax, without Secure on http loopback, eight at most', async () => {
    const visitor = browser(world.gateway);
    const { cookies } = await visitor.get('/login/service');
    expect(cookies).toEqual([
      expect.stringMatching(/^login-[0-9a-f]{16}=[0-9a-f]{64}; Path=\/; Max-Age=720; HttpOnly; SameSite=Lax$/),
    ]);
    for (let round = 0; round < 12; round++) {
      world.gateway.clock.time += 1000;
      await visitor.get('/login/service');
    }
    expect([...visitor.jar.keys()].filter((name) => name.startsWith('login-'))).toHaveLength(8);
  });

  it('drops the oldest, so that the youngest login still ends well', async () => {
    const visitor = browser(world.gateway);
    const first = await visitor.get('/login/service');
    for (let round = 0; round < 8; round++) {
      world.gateway.clock.time += 1000;
      await visitor.get('/login/service');
    }
    expect((await visitor.get(callback(first.location, world.codes.of('early')))).status).toBe(400);
    expect((await signIn(world, visitor, 'late')).status).toBe(303);
  });
});

describe('the return target', () => {
  const refused: [string, string[]][] = [
    ['OAS-03', ['https://evil.example', 'http://127.0.0.1/']],
    [
      'OAS-04',
      [
        '//evil',
        '/\\evil',
        '/%5cevil',
        'https:evil',
        'javascript:alert(1)',
        'data:text/html,x',
        '\t//evil',
        '/\t/evil',
        '/.//evil',
        '/..//evil',
        '/a/..//evil',
        '/%2fevil',
        'me',
        '',
        '@evil',
        '/\u0000',
        ' /me',
      ],
    ],
    ['OAS-05', ['/a\r\nSet-Cookie: x=1', `/${'a'.repeat(8192)}`, `/${'a'.repeat(2048)}`]],
  ];
  for (const [id, targets] of refused) {
    it.each(targets)(`${id} %j is refused`, async (target) => {
      const visitor = browser(world.gateway);
      const reply = await visitor.get(`/login/service?return_to=${encodeURIComponent(target)}`);
      expect(reply.status).toBe(400);
      expect(reply.cookies).toEqual([]);
      expect(reply.body).not.toContain('evil');
    });
  }

  it.each([
    ['/me', '/me'],
    ['/orders?id=1&x=y', '/orders?id=1&x=y'],
    ['/a/../b#part', '/b#part'],
    ['/茶', '/%E8%8C%B6'],
    [`/${'a'.repeat(2047)}`, `/${'a'.repeat(2047)}`],
    ['https://shop.example.com/back?x=1', 'https://shop.example.com/back?x=1'],
  ])('OAS-06 %j leads back to %j', async (target, place) => {
    const reply = await signIn(world, browser(world.gateway), 'returner', { returnTo: target });
    expect(reply.location).toBe(place);
  });

  it('a target that is nearly a registered one is refused', async () => {
    for (const target of [
      'https://shop.example.com/back?x=1&y',
      'https://shop.example.com/back',
      'https://shop.example.com/Back?x=1',
    ]) {
      const reply = await browser(world.gateway).get(`/login/service?return_to=${encodeURIComponent(target)}`);
      expect(reply.status).toBe(400);
    }
  });

  it('HTP-04 a parameter given twice is refused', async () => {
    expect((await browser(world.gateway).get('/login/service?return_to=/me&return_to=/x')).status).toBe(400);
  });
});

describe('who is let through', () => {
  it('OAS-08 another browser than WeChat waits for a phone, and a phone gets a code to send', async () => {
    const desktop = browser(world.gateway);
    const started = await desktop.get('/login/service', { 'user-agent': 'Mozilla/5.0 (X11; Linux) Firefox/140' });
    expect(started.location).toMatch(/^\/login\/wait\//);
    expect((await desktop.get(started.location)).body).toContain('class="qr"');
    const phone = browser(world.gateway);
    const waiting = await phone.get('/login/service', { 'user-agent': 'Mozilla/5.0 (iPhone) Mobile Safari/604.1' });
    expect((await phone.get(waiting.location)).body).toContain('class="kou"');
  });

  it.each([
    '',
    '/profile',
  ])('OAS-08 an account with nothing for this browser gets a page and no redirect %s', async (path) => {
    const reply = await browser(world.gateway).get(`/login/silent${path}?return_to=/x`, {
      'user-agent': 'Mozilla/5.0 (iPhone) Mobile Safari/604.1',
    });
    expect(reply.status).toBe(200);
    expect(reply.location).toBe('');
    expect(reply.body).toContain('请在微信里打开');
    expect(reply.body).toContain(`data-copy="${world.gateway.url(`/login/silent${path}?return_to=%2Fx`)}"`);
  });

  it('an account that has no way at all gets a page that says so', async () => {
    const reply = await browser(world.gateway).get('/login/lonely');
    expect(reply.status).toBe(403);
    expect(reply.body).toContain('no_web_login');
  });

  it('an unknown account is not found', async () => {
    expect((await browser(world.gateway).get('/login/nobody')).status).toBe(404);
  });

  it.each([
    ['HEAD', {}],
    ['GET', { 'sec-purpose': 'prefetch' }],
    ['GET', { purpose: 'prefetch' }],
    ['GET', { 'sec-purpose': 'prefetch;prerender' }],
    ['GET', { 'x-moz': 'prefetch' }],
  ])('OAC-12 a load ahead (%s %j) begins nothing', async (method, headers) => {
    const reply = await browser(world.gateway).send(method, '/login/service', headers);
    expect(reply.status).toBe(204);
    expect(reply.cookies).toEqual([]);
  });

  it('OAS-09 one network is limited, another is not', () => {
    const limit = createStartLimit();
    for (let start = 0; start < startsPerMinute; start++) expect(limit.allow(`203.0.113.${start % 256}`, 0)).toBe(true);
    expect(limit.allow('203.0.113.7', 0)).toBe(false);
    expect(limit.allow('::ffff:203.0.113.7', 0)).toBe(false);
    expect(limit.allow('198.51.100.7', 0)).toBe(true);
    expect(limit.allow('203.0.113.7', 60_000)).toBe(true);
  });

  it('OAS-09 an IPv6 network is a /64', () => {
    const limit = createStartLimit(1);
    expect(limit.allow('2001:db8:1:2::1', 0)).toBe(true);
    expect(limit.allow('2001:db8:1:2:ffff::9', 0)).toBe(false);
    expect(limit.allow('2001:db8:1:3::1', 0)).toBe(true);
    expect(limit.allow('2001:db8::1', 0)).toBe(true);
    expect(limit.allow('2001:db8::2', 0)).toBe(false);
  });
});

describe('the explanation before a name is asked for', () => {
  it('is a page; only its own forms go on, with snsapi_userinfo or without a name', async () => {
    const visitor = browser(world.gateway);
    const page = await visitor.get('/login/service/profile?return_to=/x');
    expect(page.status).toBe(200);
    expect(page.body).toContain('action="/login/service/profile"');
    const reply = await visitor.post('/login/service/profile', { return_to: '/x' });
    expect(reply.status).toBe(303);
    expect(authorise(reply.location).get('scope')).toBe('snsapi_userinfo');
    expect(page.body).toContain('name="name" value="no"');
    const without = await visitor.post('/login/service/profile', { return_to: '/x', name: 'no' });
    expect(authorise(without.location).get('scope')).toBe('snsapi_base');
  });

  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 400],
    [{ 'sec-fetch-site': 'same-site' }, 400],
    [{ origin: 'https://evil.example' }, 400],
    [{ origin: 'null' }, 303],
    [{ 'sec-fetch-site': 'same-origin' }, 303],
  ])('a form with %j is answered %i', async (headers, status) => {
    const reply = await browser(world.gateway).post('/login/service/profile', {}, headers as Record<string, string>);
    expect(reply.status).toBe(status);
  });
});
