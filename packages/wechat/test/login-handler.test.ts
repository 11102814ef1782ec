import { describe, expect, it } from 'vitest';
import { createWeChat } from '../src/client.ts';
import { createComponentOAuth } from '../src/component-client.ts';
import { createLogin, type LoginOptions, seeOther } from '../src/login-handler.ts';
import { failurePage } from '../src/login-pages.ts';
import { storedLogins } from '../src/login-transaction.ts';
import { app, countingRandom, type Exchange, HandClock, openid, scriptedWeChat } from './scripted-wechat.ts';

const EXCHANGE = '/sns/oauth2/access_token';
const PROFILE = '/sns/userinfo';
const callbackUrl = 'https://id.example/wechat/callback';
const secret = 'a secret of at least thirty-two characters';
const code = '051Ab2ll2rTgkf4PGAnl2Jyb3v1Ab2l0';

const granted: Exchange = {
  operation: EXCHANGE,
  reply: {
    access_token: 'user token',
    expires_in: 7200,
    refresh_token: 'refresh token',
    openid,
    scope: 'snsapi_base',
  },
};
const named: Exchange = { ...granted, reply: { ...(granted.reply as object), scope: 'snsapi_userinfo,' } };
const profile: Exchange = { operation: PROFILE, reply: { openid, nickname: '方倍', privilege: [] } };
const refusal = (errcode: number): Exchange => ({ operation: EXCHANGE, reply: { errcode, errmsg: 'code been used' } });

/** A browser: it keeps cookies and shows them again, and nothing else. */
class Browser {
  readonly cookies = new Map<string, string>();

  request(url: string, init: RequestInit = {}): Request {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0)
      headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    return new Request(url, { ...init, headers });
  }

  keep(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split('; ');
      const [name = '', value = ''] = pair.split('=', 2);
      this.cookies.delete(name);
      if (!attributes.includes('Max-Age=0')) this.cookies.set(name, value);
    }
    return response;
  }
}

function world(exchanges: readonly Exchange[], more: Partial<LoginOptions> = {}) {
  const clock = new HandClock();
  const { transport, requests } = scriptedWeChat(...exchanges);
  const persons: unknown[] = [];
  const failures: unknown[] = [];
  const login = createLogin({
    wechat: createWeChat({ ...app, transport, clock, random: countingRandom() }),
    callbackUrl,
    secret,
    clock,
    scope: 'snsapi_base',
    onPerson: (grant, visit) => {
      persons.push([grant.openid, visit.profile?.nickname]);
      return seeOther(visit.returnTo, { 'set-cookie': `session=${persons.length}; Path=/` });
    },
    onFailure: (failure) => {
      failures.push(failure);
      return new Response(failure, { status: 400 });
    },
    ...more,
  });
  const browser = new Browser();
  const start = async (path = '/login', by = browser) =>
    by.keep(await login.start(by.request(`https://id.example${path}`)));
  const stateOf = (response: Response) =>
    new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
  const back = async (query: string, by = browser, init: RequestInit = {}) =>
    by.keep(await login.callback(by.request(`${callbackUrl}?${query}`, init)));
  return { clock, login, browser, start, stateOf, back, persons, failures, requests };
}

describe('start', () => {
  it('OAS-01 OAS-06 leads to WeChat with a random state and binds it to this browser', async () => {
    const { start } = world([]);
    const response = await start();
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=wx0123456789abcdef&redirect_uri=https%3A%2F%2Fid\.example%2Fwechat%2Fcallback&response_type=code&scope=snsapi_base&state=[0-9a-f]{32}#wechat_redirect$/,
    );
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-mingpian-login-[0-9a-f]{8}=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
      ),
    ]);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('for a third-party platform it names the platform, and exchanges with its token', async () => {
    const platform = { appId: 'wxcccccccccccccccc', token: async () => 'CT' };
    const { transport, requests } = scriptedWeChat({ ...granted, operation: '/sns/oauth2/component/access_token' });
    const oauth = createComponentOAuth({ appId: app.appId, component: platform, transport, random: countingRandom() });
    const { start, stateOf, back, persons } = world([], { wechat: { oauth } });
    const response = await start();
    expect(response.headers.get('location')).toMatch(/&component_appid=wxcccccccccccccccc#wechat_redirect$/);
    expect((await back(`code=${code}&state=${stateOf(response)}&appid=${app.appId}`)).status).toBe(303);
    expect(persons).toEqual([[openid, undefined]]);
    expect(requests[0]?.url).toContain('component_access_token=CT');
    expect(() => world([], { wechat: { oauth }, scope: 'snsapi_login' })).toThrow(/^scope must be/);
  });

  it('L-01 by a website app it leads to the QR code, and asks for the profile afterwards', async () => {
    const login = { ...granted, reply: { ...(granted.reply as object), scope: 'snsapi_login' } };
    const { start, stateOf, back, persons } = world([login, profile], { scope: 'snsapi_login' });
    const response = await start();
    expect(response.headers.get('location')).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/qrconnect\?appid=wx0123456789abcdef&redirect_uri=https%3A%2F%2Fid\.example%2Fwechat%2Fcallback&response_type=code&scope=snsapi_login&state=[0-9a-f]{32}#wechat_redirect$/,
    );
    expect((await back(`code=${code}&state=${stateOf(response)}`)).status).toBe(303);
    expect(persons).toEqual([[openid, '方倍']]);
  });

  it.each([
    'https://evil.example',
    '//evil',
    '/\\evil',
    '/%5cevil',
    '/%2Fevil',
    'https:evil',
    'javascript:alert(1)',
    'data:text/html,x',
    '\t//evil',
    '/\t/evil',
    '/.//evil',
    '/a/..//evil',
    '/a\r\nset-cookie: x',
    'evil',
    '',
    `/${'a'.repeat(8192)}`,
  ])('OAS-03 OAS-04 OAS-05 %j is no return target', async (target) => {
    const { start, failures } = world([]);
    const response = await start(`/login?return_to=${encodeURIComponent(target)}`);
    expect([response.status, failures, response.headers.getSetCookie()]).toEqual([400, ['return_target'], []]);
  });

  it('OAS-07 the scope is ours, whatever the query says', async () => {
    const { start } = world([]);
    expect((await start('/login?scope=snsapi_userinfo')).headers.get('location')).toContain('scope=snsapi_base');
  });

  it('keeps eight logins of one browser under way and ends the oldest', async () => {
    const { start, browser } = world([]);
    for (let i = 0; i < 10; i += 1) await start();
    expect(browser.cookies.size).toBe(8);
  });

  it('on loopback without TLS the cookie has neither prefix nor Secure', async () => {
    const { start } = world([], { callbackUrl: 'http://127.0.0.1:3000/wechat/callback' });
    expect((await start()).headers.getSetCookie()[0]).toMatch(
      /^mingpian-login-[0-9a-f]{8}=[\w-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  it.each(['http://id.example/callback', 'ftp://127.0.0.1/', 'callback'])('%s is no callback address', (url) => {
    expect(() => world([], { callbackUrl: url })).toThrow(TypeError);
  });
});

describe.each(['sealed', 'stored'] as const)('a login, %s', (kind) => {
  const rows = new Map<string, string>();
  const kept = (): Partial<LoginOptions> =>
    kind === 'sealed'
      ? {}
      : { logins: storedLogins({ set: async (key, row) => rows.set(key, row), get: async (key) => rows.get(key) }) };

  it('OAC-13 OAC-17 signs in without a profile, once, and leads to a clean address', async () => {
    const { start, stateOf, back, persons } = world([granted], kept());
    const state = stateOf(await start('/login?return_to=/me?tab=1'));
    const response = await back(`code=${code}&state=${state}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/me?tab=1']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': "frame-ancestors 'none'",
      'set-cookie': 'session=1; Path=/',
    });
    expect(persons).toEqual([[openid, undefined]]);
  });

  it('OAC-17 fetches the profile where the person agreed to it', async () => {
    const { start, stateOf, back, persons } = world([named, profile], { ...kept(), scope: 'snsapi_userinfo' });
    await back(`code=${code}&state=${stateOf(await start())}`);
    expect(persons).toEqual([[openid, '方倍']]);
  });

  it('fetches it too when the reply of the exchange names no scope', async () => {
    const silent: Exchange = { ...granted, reply: { ...(granted.reply as object), scope: undefined } };
    const { start, stateOf, back, persons } = world([silent, profile], { ...kept(), scope: 'snsapi_userinfo' });
    await back(`code=${code}&state=${stateOf(await start())}`);
    expect(persons).toEqual([[openid, '方倍']]);
  });

  it('OAC-02 OAC-03 another browser finishes nothing, and harms nothing', async () => {
    const { start, stateOf, back, persons, failures } = world([granted], kept());
    const state = stateOf(await start());
    const other = new Browser();
    await back(`code=${code}&state=${state}`, other);
    await start('/login', other);
    await back(`code=${code}&state=${state}`, other);
    expect([failures, persons]).toEqual([['unknown_login', 'unknown_login'], []]);
    await back(`code=${code}&state=${state}`);
    expect(persons).toHaveLength(1);
  });

  it('OAC-03 a cookie of the right name with another value finishes nothing', async () => {
    const { start, stateOf, back, browser, failures } = world([], kept());
    await start();
    const [[, foreign] = []] = [...browser.cookies];
    const state = stateOf(await start());
    browser.cookies.set(`__Host-mingpian-login-${state.slice(0, 8)}`, foreign ?? '');
    await back(`code=${code}&state=${state}`);
    expect(failures).toEqual(['unknown_login']);
  });

  it('OAC-05 not after ten minutes', async () => {
    const { start, stateOf, back, clock, failures } = world([], kept());
    const state = stateOf(await start());
    clock.advance(601);
    await back(`code=${code}&state=${state}`);
    expect(failures).toEqual(['expired']);
  });

  if (kind === 'stored') {
    it('who reads the rows can finish nothing', async () => {
      rows.clear();
      const { start, stateOf, browser } = world([], kept());
      const state = stateOf(await start());
      const text = JSON.stringify([...rows]);
      for (const value of [state, ...browser.cookies.values()]) expect(text).not.toContain(value);
    });
  }
});

describe('callback', () => {
  it.each([
    '',
    'code=x',
    'code=x&state=',
    'code=x&state=1',
    `code=x&state=${'a'.repeat(200)}`,
    'code=x&state[]=x',
  ])('OAC-01 %s is refused without asking WeChat', async (query) => {
    const { start, back } = world([]);
    await start();
    expect((await back(query)).status).toBe(400);
  });

  it.each([
    ['a code of 1 KB', 'a'.repeat(1024)],
    ['no ASCII', '名片'],
    ['a space', 'a b'],
  ])('OAC-08 %s is refused without asking WeChat', async (_, odd) => {
    const { start, stateOf, back, failures } = world([]);
    const state = stateOf(await start());
    expect((await back(`code=${encodeURIComponent(odd)}&state=${state}`)).status).toBe(400);
    expect(failures).toEqual(['malformed']);
  });

  it.each(['state', 'code'])('%s twice is refused', async (name) => {
    const { start, stateOf, back, failures } = world([]);
    const state = stateOf(await start());
    await back(`code=${code}&state=${state}&${name}=x`);
    expect(failures).toEqual(['malformed']);
  });

  it('a state to which the client appended something is still ours', async () => {
    const { start, stateOf, back, persons } = world([granted]);
    await back(`code=${code}&state=${stateOf(await start())}%23wechat_redirect`);
    expect(persons).toHaveLength(1);
  });

  it('OAC-04 a code that was first seen with another state is not exchanged', async () => {
    const { start, stateOf, back, failures } = world([]);
    const victim = stateOf(await start());
    await back(`code=${code}&state=${victim}`, new Browser());
    const attacker = new Browser();
    const own = stateOf(await start('/login', attacker));
    await back(`code=${code}&state=${own}`, attacker);
    expect(failures).toEqual(['unknown_login', 'foreign_code']);
  });

  it('OAC-06 a login that was finished takes no other code, which might be somebody else’s', async () => {
    const { start, stateOf, back, clock, failures, persons } = world([granted]);
    const state = stateOf(await start());
    const first = await back(`code=${code}&state=${state}`);
    const second = await back(`code=another&state=${state}`);
    expect(second.headers.getSetCookie()).toEqual(first.headers.getSetCookie());
    clock.advance(241);
    await back(`code=another&state=${state}`);
    expect([failures, persons.length]).toEqual([['expired'], 1]);
  });

  it('OAC-07 refused consent', async () => {
    const { start, stateOf, back, failures } = world([]);
    await back(`state=${stateOf(await start())}`);
    expect(failures).toEqual(['refused']);
  });

  it('OAC-09 OAC-10 loaded three times: one exchange, one person, three equal answers; later none', async () => {
    const { start, stateOf, back, clock, persons, failures } = world([granted]);
    const query = `code=${code}&state=${stateOf(await start())}`;
    const answers = await Promise.all([back(query), back(query)]);
    clock.advance(60);
    answers.push(await back(query));
    expect(answers.map((each) => [each.status, each.headers.get('location'), each.headers.getSetCookie()])).toEqual(
      Array(3).fill([303, '/', ['session=1; Path=/']]),
    );
    clock.advance(241);
    expect((await back(query)).status).toBe(400);
    expect([persons.length, failures]).toEqual([1, ['expired']]);
  });

  it('OAC-11 a code that does not work leads to one fresh start, then to the page', async () => {
    const { start, stateOf, back, failures } = world([refusal(40163), refusal(40163)]);
    const again = await back(`code=${code}&state=${stateOf(await start('/login?return_to=/me'))}`);
    expect(again.headers.get('location')).toMatch(/^https:\/\/open\.weixin\.qq\.com\//);
    const end = await back(`code=another&state=${stateOf(again)}`);
    expect([end.status, failures]).toEqual([400, ['wechat']]);
  });

  it('what another try cannot mend is told at once', async () => {
    const { start, stateOf, back, failures } = world([refusal(40125)]);
    await back(`code=${code}&state=${stateOf(await start())}`);
    expect(failures).toEqual(['wechat']);
  });

  it.each([
    ['HEAD', { method: 'HEAD' }],
    ['POST', { method: 'POST', body: 'access_token=x&openid=y' }],
    ['a prefetch', { headers: { 'sec-purpose': 'prefetch;prerender' } }],
  ])('OAC-12 OAC-14 %s does nothing', async (_, init) => {
    const { start, stateOf, back, persons, failures } = world([granted]);
    const query = `code=${code}&state=${stateOf(await start())}`;
    expect((await back(query, undefined, init)).status).toBe(405);
    expect([persons, failures]).toEqual([[], []]);
    await back(query);
  });

  it('OAC-16 a snapshot visitor is nobody, and may come back with the same state for the full service', async () => {
    const snapshot = { ...granted, reply: { ...(granted.reply as object), is_snapshotuser: 1 } };
    const { start, stateOf, back, persons } = world([snapshot, granted]);
    const state = stateOf(await start());
    const response = await back(`code=${code}&state=${state}`);
    expect([response.status, persons]).toEqual([403, []]);
    expect(await response.text()).toContain('使用完整服务');
    await back(`code=another&state=${state}`);
    expect(persons).toEqual([[openid, undefined]]);
  });

  it('a profile of somebody else ends the login', async () => {
    const other = { ...profile, reply: { openid: `${openid.slice(0, -1)}x` } };
    const { start, stateOf, back, persons, failures } = world([named, other]);
    await back(`code=${code}&state=${stateOf(await start())}`);
    expect([persons, failures]).toEqual([[], ['wechat']]);
  });

  it('when onPerson throws the error is the application’s, and the next load starts anew', async () => {
    let calls = 0;
    const { start, stateOf, back } = world([granted, refusal(40163)], {
      onPerson: () => {
        calls += 1;
        throw new Error('database away');
      },
    });
    const query = `code=${code}&state=${stateOf(await start())}`;
    await expect(back(query)).rejects.toThrow('database away');
    expect((await back(query)).headers.get('location')).toMatch(/^https:\/\/open\.weixin\.qq\.com\//);
    expect(calls).toBe(1);
  });

  it('OAC-13 a redirect is a 303 whatever onPerson made', async () => {
    const onPerson = () => Response.redirect('https://id.example/me', 307);
    const { start, stateOf, back } = world([granted], { onPerson });
    expect((await back(`code=${code}&state=${stateOf(await start())}`)).status).toBe(303);
  });

  it('the page for people shows neither code nor secret nor what the address put into it', async () => {
    const { start, stateOf, back } = world([refusal(40125)], { onFailure: failurePage });
    const state = stateOf(await start(`/login?return_to=${encodeURIComponent('/"><script>')}`));
    const response = await back(`code=${code}&state=${state}`);
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    const html = await response.text();
    for (const hidden of [code, state, app.appSecret, '<script', 'been used']) expect(html).not.toContain(hidden);
  });
});
