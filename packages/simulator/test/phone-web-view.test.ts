import { afterEach, describe, expect, it } from 'vitest';
import { authoriseLink } from '../src/phone/authorisation.ts';
import { CookieJar } from '../src/phone/cookie-jar.ts';
import { Impossible } from '../src/phone/impossible.ts';
import type { PageOutcome } from '../src/phone/page-visit.ts';
import { webViewOf } from '../src/phone/web-view.ts';
import { createWorld, type LiveWorld } from '../src/world.ts';
import { type Answerer, type Received, startWebhook, type Webhook } from './fixtures/webhook.ts';
import { TODAY } from './fixtures/worlds.ts';

const closing: Webhook[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((app) => app.close()));
});

const state = /[?&]state=([^&]*)/;
const page = (text: string) => ({
  status: 200,
  body: `<title>${text}</title>${text}`,
  headers: { 'content-type': 'text/html' },
});

/** An application that starts a sign-in at /login, takes the callback, and shows a page. */
async function scene(
  clock: string | number = TODAY,
): Promise<{ world: LiveWorld; app: Webhook; origin: string; link: string }> {
  const world = createWorld({ clock, now: () => TODAY });
  const app = await startWebhook();
  closing.push(app);
  const { origin } = new URL(app.url);
  const link = authoriseLink('https://open.weixin.qq.com', world.accountNamed('service'), {
    redirectUri: `${origin}/cb`,
    scope: 'snsapi_userinfo',
    state: 's1',
  });
  app.answer = (request: Received) => {
    const { pathname } = request.url;
    if (pathname === '/login') return { status: 302, headers: { location: link, 'set-cookie': 'login=1; Path=/' } };
    if (pathname === '/cb') return { status: 303, headers: { location: '/me', 'set-cookie': 'session=2; Path=/' } };
    return page(pathname);
  };
  return { world, app, origin, link };
}

const phone = (world: LiveWorld, person = 'xiaoming') => webViewOf(world, world.personNamed(person));
const visited = (app: Webhook) => app.received.map(({ url }) => url.pathname);
const callbackOf = (app: Webhook) => app.received.find(({ url }) => url.pathname === '/cb')?.url;

describe('opening links', () => {
  it('A-15 P-07 the sheet asks, nothing reaches the application before 允许', async () => {
    const { world, app, origin, link } = await scene();
    const asked = await phone(world).open(link);
    expect(asked).toEqual({ url: link, status: 200, sheet: { account: 'service', scope: 'snsapi_userinfo' } });
    expect(app.received).toEqual([]);
    expect(await phone(world).answer('allow')).toEqual({ url: `${origin}/me`, status: 200 });
    expect(callbackOf(app)?.search).toMatch(/^\?code=[A-Za-z0-9]{32}&state=s1$/);
  });

  it('A-16 P-07 a refusal visits nothing, and is not remembered', async () => {
    const { world, app, link } = await scene();
    await phone(world).open(link);
    expect(await phone(world).answer('refuse')).toEqual({ url: link, status: 200 });
    expect(app.received).toEqual([]);
    expect(await phone(world).open(link)).toMatchObject({ sheet: {} });
    expect(await phone(world, 'refuser').open(link)).toEqual({ url: link, status: 200 });
  });

  it('H-17 in 2014 a refusal leads back with state only', async () => {
    const { world, app, link } = await scene('2014-01-01T00:00:00+08:00');
    await phone(world, 'refuser').open(link);
    expect(callbackOf(app)?.search).toBe('?state=s1');
  });

  it('A-17 C-17 a follower from chat or menu passes without a sheet', async () => {
    const { world, app, origin } = await scene();
    for (const from of ['chat', 'menu'] as const) {
      expect(await phone(world, 'xiaohong').open(`${origin}/login`, { from })).toEqual({
        url: `${origin}/me`,
        status: 200,
      });
    }
    expect(visited(app).slice(0, 3)).toEqual(['/login', '/cb', '/me']);
  });

  it('P-03 cookies stay with the person, and with nobody else', async () => {
    const { world, app, origin } = await scene();
    await phone(world, 'xiaohong').open(`${origin}/login`, { from: 'chat' });
    phone(world, 'xiaohong').close();
    await phone(world, 'xiaohong').open(`${origin}/again`);
    await phone(world, 'xiaoming').open(`${origin}/again`);
    expect(app.received.at(-2)?.headers.cookie).toBe('login=1; session=2');
    expect(app.received.at(-1)?.headers.cookie).toBeUndefined();
    world.reset();
    await phone(world, 'xiaohong').open(`${origin}/again`);
    expect(app.received.at(-1)?.headers.cookie).toBeUndefined();
  });

  it.each([
    ['ios', /iPhone.*MicroMessenger/],
    ['android', /Android.*MicroMessenger/],
    ['windows', /MicroMessenger.*WindowsWechat/],
    ['mac', /MicroMessenger.*MacWechat/],
  ] as const)('client %s is inside WeChat', async (client, form) => {
    const { world, app, origin } = await scene();
    await phone(world).open(`${origin}/x`, { client });
    expect(app.received[0]?.headers['user-agent']).toMatch(form);
  });

  it('A-01 P-04 in a plain browser the link says to open it in WeChat', async () => {
    const { world, app, origin, link } = await scene();
    await phone(world).open(`${origin}/x`, { client: 'browser' });
    expect(app.received[0]?.headers['user-agent']).not.toContain('MicroMessenger');
    const outcome = await phone(world).open(link, { client: 'browser' });
    expect(outcome).toMatchObject({
      status: 200,
      error: { code: null, text: expect.stringContaining('请在微信客户端打开链接') },
    });
  });

  it('A-02 an error page is an outcome with code, text and why', async () => {
    const { world, link } = await scene();
    const outcome = await phone(world).open(link.replace('%2Fcb', '%2Fcb').replace('127.0.0.1', 'other.test'));
    expect(outcome).toMatchObject({
      error: { code: 10003, text: 'redirect_uri域名与后台配置不一致', why: expect.any(String) },
    });
  });

  it('P-05 X-02 a host that nobody configured is named and never contacted', async () => {
    const world = createWorld({ fetch: () => Promise.reject(new Error('nothing may be contacted')) });
    const outcome = await phone(world).open('https://unlisted.test/', { from: 'chat' });
    expect(outcome).toMatchObject({
      status: null,
      error: { code: null, text: expect.stringContaining('unlisted.test') },
    });
  });

  it.each<[string, (origin: string) => string, Answerer, string]>([
    ['nobody answers', () => 'http://127.0.0.1:1/', '', 'does not answer'],
    ['no URL', () => 'nonsense', '', 'not an http'],
    ['another scheme', () => 'file:///etc/passwd', '', 'not an http'],
    [
      'redirects without end',
      (origin) => origin,
      { status: 302, headers: { location: '/' } },
      'more than 10 redirects',
    ],
  ])('%s: an outcome with the reason', async (_, address, answer, why) => {
    const { world, app, origin } = await scene();
    app.answer = answer;
    const outcome = await phone(world).open(address(origin));
    expect(outcome).toMatchObject({ status: null, error: { why: expect.stringContaining(why) } });
  });

  it('keeps the page for whoever draws the phone, and out of the ledger', async () => {
    const { world, origin } = await scene();
    await phone(world).open(`${origin}/secret-page?code=c0de`);
    expect(phone(world).current?.html).toContain('/secret-page');
    expect(JSON.stringify(world.state.ledger)).not.toMatch(/c0de|<title>/);
  });

  it('sends a form as the page that holds it', async () => {
    const { world, app, origin } = await scene();
    await phone(world).open(`${origin}/form`);
    await phone(world).submit('/sent', 'a=1&b=2');
    const sent = app.received.at(-1);
    expect(sent).toMatchObject({ method: 'POST', body: 'a=1&b=2' });
    expect(sent?.headers).toMatchObject({
      origin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
    });
  });
});

describe('back', () => {
  it('A-34 the callback is requested again with the used code, then the page before', async () => {
    const { world, app, origin } = await scene();
    await phone(world, 'xiaohong').open(`${origin}/start`);
    await phone(world, 'xiaohong').open(`${origin}/login`, { from: 'chat' });
    await phone(world, 'xiaohong').back();
    const callbacks = app.received.filter(({ url }) => url.pathname === '/cb').map(({ url }) => url.search);
    expect(callbacks).toHaveLength(2);
    expect(callbacks[0]).toBe(callbacks[1]);
    expect(await phone(world, 'xiaohong').back()).toEqual({ url: `${origin}/start`, status: 200 });
    await expect(phone(world, 'xiaohong').back()).rejects.toThrow(Impossible);
  });

  it('A-35 a shared callback brings the same code with the other person’s cookies', async () => {
    const { world, app, origin } = await scene();
    await phone(world, 'xiaohong').open(`${origin}/login`, { from: 'chat' });
    const shared = callbackOf(app)?.search ?? '';
    await phone(world, 'xiaoming').open(`${origin}/cb${shared}`);
    expect(app.received.at(-2)?.url.search).toBe(shared);
    expect(app.received.at(-2)?.headers.cookie).toBeUndefined();
  });
});

describe('snapshot pages', () => {
  const full = async (world: LiveWorld): Promise<PageOutcome> => {
    const asked = await phone(world, 'visitor').useFullService();
    expect(asked).toMatchObject({ sheet: { account: 'service' } });
    return (await phone(world, 'visitor').answer('allow')) as PageOutcome;
  };

  it('A-29 A-31 the visitor lands on a snapshot page with cookies of its own, which are gone afterwards', async () => {
    const { world, app, origin } = await scene();
    const outcome = await phone(world, 'visitor').open(`${origin}/login`);
    expect(outcome).toEqual({ url: `${origin}/me`, status: 200, snapshot: true });
    const callback = app.received.find(({ url }) => url.pathname === '/cb');
    expect(callback?.headers.cookie).toBe('login=1');
    phone(world, 'visitor').close();
    await phone(world, 'visitor').open(`${origin}/plain`);
    expect(app.received.at(-1)?.headers.cookie).toBeUndefined();
  });

  it('A-30 full service, then 允许: the original page is loaded again, with a real code', async () => {
    const { world, app, origin } = await scene();
    await phone(world, 'visitor').open(`${origin}/login`);
    expect(await full(world)).toEqual({ url: `${origin}/me`, status: 200 });
    expect(visited(app)).toEqual(['/login', '/cb', '/me', '/login', '/cb', '/me']);
    const codes = app.received
      .filter(({ url }) => url.pathname === '/cb')
      .map(({ url }) => url.searchParams.get('code') ?? '');
    expect(codes.map((code) => world.state.codes[code]?.virtual !== null)).toEqual([true, false]);
  });

  it('A-30 where the authorise link itself was opened, the callback follows at once', async () => {
    const { world, app, link, origin } = await scene();
    await phone(world, 'visitor').open(link);
    expect(await full(world)).toEqual({ url: `${origin}/me`, status: 200 });
    expect(visited(app)).toEqual(['/cb', '/me', '/cb', '/me']);
  });

  it('only a snapshot page has the full service, and nobody sends forms from it', async () => {
    const { world, origin } = await scene();
    await phone(world, 'visitor').open(`${origin}/login`);
    await expect(phone(world, 'visitor').submit('/x', '')).rejects.toThrow(Impossible);
    await phone(world).open(`${origin}/x`);
    await expect(phone(world).useFullService()).rejects.toThrow('no snapshot page');
    await expect(phone(world).answer('allow')).rejects.toThrow('no consent sheet');
  });
});

describe('faults of pages', () => {
  const strike = (world: LiveWorld, fault: string) => {
    world.state.faults = [{ operation: 'authorize', fault, times: 1, rate: null }];
  };

  it('A-27 doubleOpen requests the callback twice with one code', async () => {
    const { world, app, origin } = await scene();
    strike(world, 'doubleOpen');
    await phone(world, 'xiaohong').open(`${origin}/login`, { from: 'chat', client: 'android' });
    const callbacks = app.received.filter(({ url }) => url.pathname === '/cb').map(({ url }) => url.search);
    expect(callbacks).toHaveLength(2);
    expect(callbacks[0]).toBe(callbacks[1]);
  });

  it('lostCookies comes to the callback without the cookies of the start', async () => {
    const { world, app, origin } = await scene();
    strike(world, 'lostCookies');
    await phone(world, 'xiaohong').open(`${origin}/login`, { from: 'chat' });
    expect(app.received.find(({ url }) => url.pathname === '/cb')?.headers.cookie).toBeUndefined();
  });

  it('changedState spoils the state', async () => {
    const { world, app, origin } = await scene();
    strike(world, 'changedState');
    await phone(world, 'xiaohong').open(`${origin}/login`, { from: 'chat' });
    expect(state.exec(callbackOf(app)?.search ?? '')?.[1]).not.toBe('s1');
  });
});

describe('the authorise page without a web view', () => {
  const request = { redirectUri: 'http://127.0.0.1:1/cb', scope: 'snsapi_base', state: 's1' };

  it('A-14 gives the callback with its code and visits nothing', async () => {
    const { world, app } = await scene();
    const outcome = phone(world).authorise(world.accountNamed('service'), request);
    expect(outcome).toEqual({
      url: `http://127.0.0.1:1/cb?code=${outcome.code}&state=s1`,
      code: outcome.code,
      state: 's1',
    });
    expect(app.received).toEqual([]);
  });

  it('A-15 A-16 with a sheet, answered by allow or refuse', async () => {
    const { world } = await scene();
    const service = world.accountNamed('service');
    const asking = { ...request, scope: 'snsapi_userinfo' };
    expect(phone(world).authorise(service, asking)).toMatchObject({ sheet: { account: 'service' } });
    expect(await phone(world).answer('refuse')).not.toHaveProperty('code');
    phone(world).authorise(service, asking);
    expect(await phone(world).answer('allow')).toMatchObject({ code: expect.any(String), state: 's1' });
    await expect(phone(world).answer('allow')).rejects.toThrow(Impossible);
  });

  it('A-29 A-08 a visitor is virtual; an account without the right shows 10005', async () => {
    const { world } = await scene();
    const asking = { ...request, scope: 'snsapi_userinfo' };
    expect(phone(world, 'visitor').authorise(world.accountNamed('service'), asking)).toMatchObject({ snapshot: true });
    expect(phone(world).authorise(world.accountNamed('subscription'), request)).toMatchObject({
      error: { code: 10005 },
    });
  });
});

describe('cookies', () => {
  const at = (url: string, now = 0) => {
    const jar = new CookieJar(() => now);
    return { jar, url: new URL(url) };
  };

  it.each([
    ['a=1', 'http://h.test/x/y', 'http://h.test/x/z', 'a=1'],
    ['a=1', 'http://h.test/x/y', 'http://h.test/z', undefined],
    ['a=1; Path=/', 'http://h.test/x/y', 'http://h.test/z', 'a=1'],
    ['a=1; Path=/z', 'http://h.test/', 'http://h.test/zz', undefined],
    ['a=1; Path=/', 'http://h.test/', 'http://sub.h.test/', undefined],
    ['a=1; Domain=h.test; Path=/', 'http://sub.h.test/', 'http://other.h.test/', 'a=1'],
    ['a=1; Domain=other.test', 'http://h.test/', 'http://other.test/', undefined],
    ['a=1; Secure', 'http://h.test/', 'http://h.test/', undefined],
    ['a=1; Secure', 'http://127.0.0.1:9/', 'http://127.0.0.1:9/', 'a=1'],
    ['__Host-a=1; Secure; Path=/', 'http://localhost/', 'http://localhost/', '__Host-a=1'],
    ['__Host-a=1; Secure; Path=/x', 'http://localhost/', 'http://localhost/x', undefined],
    ['a=1; Max-Age=10', 'http://h.test/', 'http://h.test/', 'a=1'],
    ['a=1; Max-Age=0', 'http://h.test/', 'http://h.test/', undefined],
    ['a=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'http://h.test/', 'http://h.test/', undefined],
    ['=1', 'http://h.test/', 'http://h.test/', undefined],
  ])('%s set by %s, sent to %s: %s', (line, from, to, expected) => {
    const { jar, url } = at(from, 1000);
    jar.store(url, [line]);
    expect(jar.header(new URL(to))).toBe(expected);
  });

  it('replaces by name, host and path; sends longer paths first; copies are apart', () => {
    const { jar, url } = at('http://h.test/a/b');
    jar.store(url, ['x=1; Path=/', 'y=2; Path=/a', 'x=3; Path=/']);
    const copy = jar.copy();
    copy.clear();
    expect(jar.header(url)).toBe('y=2; x=3');
  });
});
