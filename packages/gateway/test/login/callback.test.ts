/** The callback: each check with what must not happen, and what a browser meets that comes twice. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/digest.ts';
import { systemTimer } from '../../src/timer.ts';
import {
  authorise,
  browser,
  callback,
  openidOf,
  pushAccount,
  type SignInWorld,
  signIn,
  signInWorld,
  unionidOf,
  writtenAccount,
} from './browser.ts';

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld({ accounts: [writtenAccount('service', { open_platform: 'main' })] });
});
afterEach(() => world.gateway.close());

const calls = () => world.gateway.wechat.calls.map(({ operation }) => operation);
const people = () => world.gateway.parts.store.people.count();
const whoIs = (visitor: ReturnType<typeof browser>) => visitor.get('/me?lang=en');

describe('a sign-in', () => {
  it('3.4 ends in a 303 to the target, a session, and a person by (AppID, openid)', async () => {
    const visitor = browser(world.gateway);
    const reply = await signIn(world, visitor, 'xiaoming', { returnTo: '/orders' });
    expect(reply.status).toBe(303);
    expect(reply.location).toBe('/orders');
    const person = await world.gateway.parts.people.find(pushAccount('service').appId, openidOf('xiaoming'));
    expect(person).toBeDefined();
    expect((await whoIs(visitor)).body).toContain(openidOf('xiaoming').slice(0, 8));
    expect(calls()).toEqual(['/sns/oauth2/access_token', '/cgi-bin/stable_token', '/cgi-bin/user/info']);
  });

  it('OAC-13 the answer is a 303 with no-store, no-referrer and a policy that lets nothing in', async () => {
    const { status, headers } = await signIn(world, browser(world.gateway), 'xiaoming');
    expect(status).toBe(303);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('OAC-21 the session before it is dead', async () => {
    const visitor = browser(world.gateway);
    await signIn(world, visitor, 'xiaoming');
    const before = visitor.copy();
    const old = visitor.jar.get('session');
    await signIn(world, visitor, 'xiaoming');
    expect(visitor.jar.get('session')).not.toBe(old);
    expect((await whoIs(before)).body).toContain('You are not signed in');
    expect((await whoIs(visitor)).body).toContain(openidOf('xiaoming').slice(0, 8));
  });

  it('the store holds digests: neither state nor cookie values stand in it', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const state = authorise(started.location).get('state')!;
    const login = await world.gateway.parts.store.logins.byState(sha256(state));
    const binding = [...visitor.jar.values()][0]!;
    expect(login).toBeDefined();
    expect(JSON.stringify(login)).not.toContain(state);
    expect(JSON.stringify(login)).not.toContain(binding);
  });

  it('no code, state, cookie or openid stands in the log', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const code = world.codes.of('xiaoming');
    await visitor.get(callback(started.location, code));
    const log = world.gateway.lines.join('');
    for (const secret of [
      code,
      authorise(started.location).get('state')!,
      openidOf('xiaoming'),
      ...visitor.jar.values(),
    ]) {
      expect(log).not.toContain(secret);
    }
    expect(log).toContain('signed in');
  });

  it('2.5 keeps the user token sealed, for a sign-in with a profile', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    await visitor.get(callback(started.location, world.codes.of('xiaoming', 'snsapi_userinfo')));
    const grant = await world.gateway.parts.store.grants.find(pushAccount('service').appId, openidOf('xiaoming'));
    expect(grant?.scopes).toBe('snsapi_userinfo');
    expect(JSON.stringify(grant)).not.toContain('86_user_xiaoming');
  });
});

describe('what is refused before WeChat is asked', () => {
  it.each([
    ['OAC-01', '/wechat/callback?code=abc'],
    ['OAC-01', '/wechat/callback?code=abc&state='],
    ['OAC-01', '/wechat/callback?code=abc&state=1'],
    ['OAC-01', `/wechat/callback?code=abc&state=${'a'.repeat(200)}`],
    ['OAC-01', `/wechat/callback?code=abc&state[]=${'a'.repeat(32)}`],
    ['OAC-01', '/wechat/callback'],
    ['HTP-04', `/wechat/callback?code=a&code=b&state=${'a'.repeat(32)}`],
    ['HTP-04', `/wechat/callback?code=a&state=${'a'.repeat(32)}&state=${'a'.repeat(32)}`],
    ['HTP-09', `/wechat/callback?__proto__[x]=1&code=%E0%A4%A&state=${'a'.repeat(32)}`],
    ['2.4', `/wechat/callback?code=abc&state=${'a'.repeat(32)}`],
  ])('%s %s', async (_id, path) => {
    const reply = await browser(world.gateway).get(path);
    expect(reply.status).toBe(400);
    expect(calls()).toEqual([]);
  });

  it.each([
    ['of 1 KB', 'a'.repeat(1024)],
    ['of 129 characters', 'a'.repeat(129)],
    ['not ASCII', '%E8%8C%B6'],
    ['with spaces', 'a+b'],
  ])('OAC-08 a code %s', async (_what, code) => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const state = authorise(started.location).get('state');
    expect((await visitor.get(`/wechat/callback?code=${code}&state=${state}`)).status).toBe(400);
    expect(calls()).toEqual([]);
    // The login is not harmed by it.
    expect((await visitor.get(callback(started.location, world.codes.of('xiaoming')))).status).toBe(303);
  });

  it('OAC-02 a browser without the binding cookie gets one fresh start, and no session', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    const code = world.codes.of('xiaoming');
    const stranger = browser(world.gateway);
    const refused = await stranger.get(callback(started.location, code));
    expect(refused.status).toBe(400);
    expect(refused.body).toContain('state_mismatch');
    expect(refused.cookies).toEqual([]);
    expect(calls()).toEqual([]);
    // The fresh start begins a login of the stranger's own.
    const next = /href="(\/login\/service[^"]*)"/.exec(refused.body)?.[1]?.replaceAll('&amp;', '&');
    const fresh = await stranger.get(next!);
    expect(fresh.status).toBe(303);
    expect((await stranger.get(callback(fresh.location, world.codes.of('other')))).location).toBe('/x');
    // And the login that was visited without its cookie goes on unharmed.
    expect((await visitor.get(callback(started.location, code))).location).toBe('/x');
  });

  it('OAS-10 with cookies switched off the second attempt says so, and no code is ever spent', async () => {
    const visitor = browser(world.gateway, { keepsCookies: false });
    const first = await visitor.get('/login/service');
    const refused = await visitor.get(callback(first.location, world.codes.of('xiaoming')));
    const next = /href="(\/login\/service[^"]*)"/.exec(refused.body)![1]!.replaceAll('&amp;', '&');
    const second = await visitor.get(next);
    const last = await visitor.get(callback(second.location, world.codes.of('xiaoming')));
    expect(last.status).toBe(400);
    expect(last.body).toContain('cookies_off');
    expect(last.body).not.toContain('href="/login/');
    expect(calls()).toEqual([]);
  });

  it("OAC-03 a stranger's state and code in a browser with another login", async () => {
    const attacker = browser(world.gateway);
    const theirs = await attacker.get('/login/service');
    const victim = browser(world.gateway);
    await victim.get('/login/service');
    const reply = await victim.get(callback(theirs.location, world.codes.of('attacker')));
    expect(reply.status).toBe(400);
    expect(calls()).toEqual([]);
    expect((await whoIs(victim)).body).toContain('You are not signed in');
  });

  it('OAC-04 a code that was seen with another state, also in a load that was refused', async () => {
    const victim = browser(world.gateway);
    const started = await victim.get('/login/service');
    const code = world.codes.of('victim');
    const withoutCookie = browser(world.gateway);
    expect((await withoutCookie.get(callback(started.location, code))).status).toBe(400);
    const attacker = browser(world.gateway);
    const own = await attacker.get('/login/service');
    const reply = await attacker.get(callback(own.location, code));
    expect(reply.status).toBe(400);
    expect(calls()).toEqual([]);
    expect(world.gateway.lines.join('')).toContain('code_of_another_login');
    expect((await victim.get(callback(started.location, code))).status).toBe(303);
  });

  it.each([
    [600_000, 303],
    [600_001, 400],
  ])('OAC-05 %i ms after the start', async (ms, status) => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    world.gateway.clock.time += ms;
    const reply = await visitor.get(callback(started.location, world.codes.of('xiaoming')));
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.body).toContain('login_expired');
    expect(world.codes.exchanges()).toBe(status === 303 ? 1 : 0);
  });

  it.each([
    ['HEAD', {}],
    ['GET', { 'sec-purpose': 'prefetch' }],
    ['GET', { purpose: 'prefetch' }],
  ])('OAC-12 %s %j', async (method, headers) => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const address = callback(started.location, world.codes.of('xiaoming'));
    expect((await visitor.send(method, address, headers)).status).toBe(204);
    expect(calls()).toEqual([]);
    expect((await visitor.get(address)).status).toBe(303);
  });

  it.each([
    '/wechat/callback',
    '/login/service',
    '/me',
    '/',
    '/login/link/x',
    '/login/service/token',
  ])('OAC-14 POST of a token and an openid to %s', async (path) => {
    const form = { access_token: '86_x', openid: openidOf('victim') };
    const reply = await browser(world.gateway).post(path, form);
    expect([404, 405]).toContain(reply.status);
    expect(calls()).toEqual([]);
  });

  it('LNK-01 a userid in the callback, as in the old tutorials, is not read', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const address = callback(started.location, world.codes.of('xiaoming'));
    const reply = await visitor.get(`${address}&userid=${openidOf('victim')}`);
    expect(reply.status).toBe(303);
    expect(await people()).toBe(1);
  });

  it('some clients append to the state; what we sent is found', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const address = callback(started.location, world.codes.of('xiaoming'));
    expect((await visitor.get(`${address}%23wechat_redirect`)).status).toBe(303);
  });
});

describe('a callback that is loaded twice', () => {
  it('OAC-09 fifty times at once: one exchange, one session, all go on', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    const address = callback(started.location, world.codes.of('xiaoming'));
    const loads = Array.from({ length: 50 }, () => visitor.copy());
    const replies = await Promise.all(loads.map((load) => load.get(address)));
    expect(replies.map(({ status, location }) => [status, location])).toEqual(loads.map(() => [303, '/x']));
    expect(world.codes.exchanges()).toBe(1);
    expect(new Set(loads.map(({ jar }) => jar.get('session'))).size).toBe(1);
    for (const load of loads) expect((await whoIs(load)).body).toContain(openidOf('xiaoming').slice(0, 8));
  });

  it('H-16 with another code for the same state: one exchange', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const other = visitor.copy();
    const [one, two] = await Promise.all([
      visitor.get(callback(started.location, world.codes.of('xiaoming'))),
      other.get(callback(started.location, world.codes.of('xiaoming'))),
    ]);
    expect([one.status, two.status]).toEqual([303, 303]);
    expect(world.codes.exchanges()).toBe(1);
  });

  it.each([
    ['OAC-10', 60_000, 303],
    ['OAC-06', 120_000, 303],
    ['OAC-06', 120_001, 400],
  ])('%s %i ms later, in the same browser', async (_id, ms, status) => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    const address = callback(started.location, world.codes.of('xiaoming'));
    await visitor.get(address);
    world.gateway.clock.time += ms;
    const reply = await visitor.get(address);
    expect(reply.status).toBe(status);
    expect(world.codes.exchanges()).toBe(1);
    if (status === 400) expect(reply.body).toContain('code_used');
  });

  it('OAC-06 in another browser: refused', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const address = callback(started.location, world.codes.of('xiaoming'));
    await visitor.get(address);
    const other = browser(world.gateway);
    const reply = await other.get(address);
    expect(reply.status).toBe(400);
    expect(other.jar.has('session')).toBe(false);
  });

  it('the back button after signing out signs nobody in', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const address = callback(started.location, world.codes.of('xiaoming'));
    await visitor.get(address);
    await visitor.post('/me/sign-out');
    await visitor.get(address);
    expect((await whoIs(visitor)).body).toContain('You are not signed in');
  });

  it('A-34 the same code handed out again in the same browser: authorised once more, no second exchange', async () => {
    const visitor = browser(world.gateway);
    const code = world.codes.of('xiaoming');
    const first = await visitor.get('/login/service');
    await visitor.get(callback(first.location, code));
    const second = await visitor.get('/login/service?return_to=/x');
    const restarted = await visitor.get(callback(second.location, code));
    expect(restarted.location).toContain('/connect/oauth2/authorize');
    expect(world.codes.exchanges()).toBe(1);
    // Handed out once more, it ends in the page.
    const ended = await visitor.get(callback(restarted.location, code));
    expect(ended.location).toContain('/login/outcome/');
    expect(world.codes.exchanges()).toBe(1);
  });

  it('R07 after a crash behind the exchange: authorised once more, without an error page', async () => {
    await world.gateway.close();
    world = await signInWorld({}, { timer: { after: (_ms, callback) => systemTimer.after(0, callback) } });
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    const state = authorise(started.location).get('state')!;
    const { store } = world.gateway.parts;
    const login = await store.logins.byState(sha256(state));
    await store.logins.move(login!.id, ['started'], 'returned');
    const reply = await visitor.get(callback(started.location, world.codes.of('xiaoming')));
    expect(reply.status).toBe(303);
    expect(reply.location).toContain('/connect/oauth2/authorize');
    expect(world.codes.exchanges()).toBe(0);
    expect((await visitor.get(callback(reply.location, world.codes.of('xiaoming')))).location).toBe('/x');
  });
});

describe('what WeChat answers', () => {
  it.each([40163, 40029, 42003])('OAC-11 %i: one automatic restart, then the error page', async (errcode) => {
    world.gateway.wechat.answers.set('/sns/oauth2/access_token', () => ({ errcode, errmsg: 'code been used' }));
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    const restarted = await visitor.get(callback(started.location, world.codes.of('xiaoming')));
    expect(restarted.status).toBe(303);
    expect(authorise(restarted.location).get('state')).not.toBe(authorise(started.location).get('state'));
    const ended = await visitor.get(callback(restarted.location, world.codes.of('xiaoming')));
    expect(ended.status).toBe(303);
    expect(ended.location).toMatch(/^\/login\/outcome\//);
    const page = await visitor.get(ended.location);
    expect(page.body).toContain(`${errcode} code_used`);
    expect(page.body).toContain('return_to=%2Fx');
    expect(world.codes.exchanges()).toBe(2);
  });

  const failures: [string, unknown, string][] = [
    ['-1', { errcode: -1, errmsg: 'system error' }, '-1 upstream_busy'],
    ['45011', { errcode: 45011, errmsg: 'api minute-quota reach limit' }, '45011 rate_limited'],
    ['40125', { errcode: 40125, errmsg: 'invalid appsecret' }, '40125 misconfigured'],
    ['40164', { errcode: 40164, errmsg: 'invalid ip' }, '40164 misconfigured'],
    ['OUT-03 a page', '<html>502</html>', 'upstream_busy'],
    ['OUT-03 an empty body', '', 'upstream_busy'],
    [
      'OUT-06 an openid of 5 characters',
      { access_token: 'a', expires_in: 7200, refresh_token: 'r', openid: 'oabcd', scope: 'snsapi_base' },
      'upstream_busy',
    ],
    [
      'OUT-07 a token that is an object',
      { access_token: {}, expires_in: 7200, refresh_token: 'r', openid: openidOf('x'), scope: 'snsapi_base' },
      'upstream_busy',
    ],
  ];
  it.each(failures)('%s: one exchange, nobody signed in, a page at a clean address', async (_what, answer, text) => {
    world.gateway.wechat.answers.set('/sns/oauth2/access_token', () => answer);
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const ended = await visitor.get(callback(started.location, world.codes.of('xiaoming')));
    expect(ended.status).toBe(303);
    expect((await visitor.get(ended.location)).body).toContain(text);
    expect(world.codes.exchanges()).toBe(1);
    expect(await people()).toBe(0);
    expect(visitor.jar.has('session')).toBe(false);
    // Loaded again, it tells the same and asks nobody.
    expect((await visitor.get(callback(started.location, world.codes.of('xiaoming')))).location).toBe(ended.location);
    expect(world.codes.exchanges()).toBe(1);
  });

  it('OAC-07 a callback without a code: cancelled, and closed', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service?return_to=/x');
    const ended = await visitor.get(`/wechat/callback?state=${authorise(started.location).get('state')}`);
    const page = await visitor.get(ended.location);
    expect(page.body).toContain('你没有同意授权');
    expect(page.body).toContain('access_denied');
    expect((await visitor.get(callback(started.location, world.codes.of('xiaoming')))).location).toBe(ended.location);
    expect(calls()).toEqual([]);
  });

  it.each([
    1,
    '1',
    true,
    'yes',
  ])('H-14 I-10 is_snapshotuser %j: no person, no session, a page that says what to tap', async (flag) => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const code = world.codes.of('visitor', 'snsapi_userinfo', { is_snapshotuser: flag });
    const ended = await visitor.get(callback(started.location, code));
    const page = await visitor.get(ended.location);
    expect(page.status).toBe(200);
    expect(page.body).toContain('使用完整服务');
    expect(await people()).toBe(0);
    expect(visitor.jar.has('session')).toBe(false);
    expect(calls()).toEqual(['/sns/oauth2/access_token']);
  });

  it('OAC-16 a snapshot visit, then a real sign-in in the same browser: one new person', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    await visitor.get(callback(started.location, world.codes.of('virtual', 'snsapi_base', { is_snapshotuser: 1 })));
    await signIn(world, visitor, 'xiaoming');
    expect(await people()).toBe(1);
    expect(await world.gateway.parts.people.find(pushAccount('service').appId, openidOf('virtual'))).toBeUndefined();
  });

  it('OAC-15 a made-up prefix of a code is an opaque text: WeChat decides', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get('/login/service');
    const reply = await visitor.get(callback(started.location, 'wechat_oa:abc'));
    expect(reply.location).toContain('/connect/oauth2/authorize');
    expect(await people()).toBe(0);
  });

  it('OAC-17 snsapi_base although userinfo was asked for: no userinfo call, signed in without a profile', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    const reply = await visitor.get(callback(started.location, world.codes.of('xiaoming', 'snsapi_base')));
    expect(reply.location).toBe('/me');
    expect(calls()).toEqual(['/sns/oauth2/access_token']);
    expect((await whoIs(visitor)).body).toContain('We do not know your name yet');
  });

  it('OAC-17 S-03 "snsapi_userinfo," is read as snsapi_userinfo', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    await visitor.get(callback(started.location, world.codes.of('xiaoming', 'snsapi_userinfo,')));
    expect(calls()).toEqual(['/sns/oauth2/access_token', '/sns/userinfo']);
    expect((await whoIs(visitor)).body).toContain('<bdi>xiaoming</bdi>');
  });

  it('S-26 a profile of another openid signs nobody in', async () => {
    world.gateway.wechat.answers.set('/sns/userinfo', () => ({
      openid: openidOf('other'),
      nickname: 'other',
      privilege: [],
    }));
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    const ended = await visitor.get(callback(started.location, world.codes.of('xiaoming', 'snsapi_userinfo')));
    expect((await visitor.get(ended.location)).body).toContain('upstream_busy');
    expect(await people()).toBe(0);
  });

  it('a profile that WeChat does not give keeps nobody out', async () => {
    world.gateway.wechat.answers.set('/sns/userinfo', () => ({ errcode: -1, errmsg: 'system error' }));
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    expect(
      (await visitor.get(callback(started.location, world.codes.of('xiaoming', 'snsapi_userinfo')))).location,
    ).toBe('/me');
  });

  it('OAC-18 a unionid that comes at the second sign-in is attached once, to the same person', async () => {
    const visitor = browser(world.gateway);
    const { people: known, store } = world.gateway.parts;
    const find = () => known.find(pushAccount('service').appId, openidOf('xiaoming'));
    await signIn(world, visitor, 'xiaoming');
    const before = await find();
    for (let round = 0; round < 2; round++) {
      const started = await visitor.post('/login/service/profile');
      const code = world.codes.of('xiaoming', 'snsapi_userinfo', { unionid: unionidOf('xiaoming') });
      await visitor.get(callback(started.location, code));
    }
    expect((await find())?.id).toBe(before?.id);
    const audits = await store.audit.list({ limit: 10, kind: 'unionid_attached' });
    expect(audits).toHaveLength(1);
  });
});

describe('what is hostile in a profile', () => {
  const nicknames: [string, string, string][] = [
    ['markup', '"><img src=x onerror=alert(1)>', '<bdi>&quot;&gt;&lt;img src=x onerror=alert(1)&gt;</bdi>'],
    ['a right-to-left override', 'abc\u202edef', '<bdi>abc<span class="bx">RLO</span>def</bdi>'],
  ];
  it.each(nicknames)('OAC-19 %s in a nickname is shown, and does nothing', async (_what, nickname, shown) => {
    world.gateway.wechat.answers.set('/sns/userinfo', () => ({ openid: openidOf('emoji'), nickname, privilege: [] }));
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    await visitor.get(callback(started.location, world.codes.of('emoji', 'snsapi_userinfo')));
    const page = await whoIs(visitor);
    expect(page.body).toContain(shown);
    expect(page.body).not.toContain('<img src=x');
  });

  it.each([
    'a'.repeat(5000),
    '\u0000',
    12,
    null,
    ['x'],
  ])('OAC-19 OUT-08 nickname %j: signed in without a name', async (nickname) => {
    world.gateway.wechat.answers.set('/sns/userinfo', () => ({ openid: openidOf('emoji'), nickname, privilege: [] }));
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    await visitor.get(callback(started.location, world.codes.of('emoji', 'snsapi_userinfo')));
    expect((await whoIs(visitor)).body).toContain('We do not know your name yet');
  });

  it.each([
    'http://169.254.169.254/latest',
    'javascript:alert(1)',
    `https://thirdwx.qlogo.cn/${'a'.repeat(4096)}`,
  ])('OAC-20 headimgurl %s is not shown and not fetched', async (headimgurl) => {
    world.gateway.wechat.answers.set('/sns/userinfo', () => ({
      openid: openidOf('emoji'),
      nickname: 'x',
      headimgurl,
      privilege: [],
    }));
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    await visitor.get(callback(started.location, world.codes.of('emoji', 'snsapi_userinfo')));
    expect((await whoIs(visitor)).body).not.toContain('<img');
    expect(calls()).toEqual(['/sns/oauth2/access_token', '/sns/userinfo']);
  });
});
