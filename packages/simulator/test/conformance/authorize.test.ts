import { consent } from '@mingpian/facts/consent';
import { pageOrder } from '@mingpian/facts/pages';
import type { QuirkName } from '@mingpian/facts/quirks';
import { scopes } from '@mingpian/facts/scopes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PageError } from '../../src/wechat/connect/visit.ts';
import type { OpenedFrom } from '../../src/world/authorisations.ts';
import { Bench, callbackUri, expectCallback, expectPage, expectSnsError } from './bench.ts';

const wechat = { 'user-agent': 'Mozilla/5.0 (iPhone) MicroMessenger/8.0.50', 'x-sim-person': 'xiaoming' };
const userinfo = { scope: 'snsapi_userinfo' };
const unavailable = '该链接无法访问';

function withQuirk(bench: Bench, quirk: QuirkName, account = 'service'): Bench {
  bench.account(account).quirks = [quirk];
  return bench;
}

describe('pages that end a visit', () => {
  it('A-01 outside WeChat', async () => {
    const bench = new Bench();
    const { pathname, search } = bench.link();
    const reply = await bench.call(pathname + search);
    expect(reply.status).toBe(200);
    expect(reply.type).toBe('text/html; charset=utf-8');
    expect(reply.text).toContain('抱歉，出错了');
    expect(reply.text).toContain('请在微信客户端打开链接');
    expect(reply.location).toBeNull();
    expect(bench.world.state.codes).toEqual({});
  });

  it.each([
    ['appid', 10012, 'appid不能为空'],
    ['redirect_uri', 10011, 'redirect_uri不能为空'],
    ['scope', 10010, 'scope不能为空'],
  ])('A-02 without %s', async (name, code, text) => {
    const bench = new Bench();
    expectPage(bench.open('xiaoming', bench.link({ [name]: undefined })), code, text);
    const { pathname, search } = bench.link({ [name]: undefined });
    const reply = await bench.call(pathname + search, {}, { headers: wechat });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain(text);
    expect(reply.text).toContain(String(code));
    expect(bench.world.state.codes).toEqual({});
  });

  const hosts = [
    ['A-03 another host', 'https://other.test/cb', ['app.test']],
    ['A-04 a port', 'https://app.test:8443/cb', ['app.test']],
    ['A-05 the parent of a configured host', 'https://app.test/cb', ['www.app.test']],
    ['A-05 a sibling', 'https://pay.app.test/cb', ['www.app.test']],
    ['A-05 another sibling', 'https://music.app.test/cb', ['www.app.test']],
    ['A-05 a child', 'https://a.app.test/cb', ['app.test']],
    ['A-07 capital letters', 'https://App.test/cb', ['app.test']],
    ['A-03 a name before the host', 'https://app.test@other.test/cb', ['app.test']],
    ['A-03 a backslash after the host', 'https://app.test\\@other.test/cb', ['app.test']],
    ['A-03 a host that only begins alike', 'https://app.test.other.test/cb', ['app.test']],
    ['A-03 no scheme', 'app.test/cb', ['app.test']],
    ['A-03 another scheme', 'javascript://app.test/cb', ['app.test']],
    ['A-03 encoded twice', 'https%3A%2F%2Fapp.test%2Fcb', ['app.test']],
  ] as const;
  it.each(hosts)('%s', (_title, redirect_uri, oauthDomains) => {
    const bench = new Bench();
    bench.account().oauthDomains = [...oauthDomains];
    const outcome = bench.open('xiaoming', bench.link({ ...userinfo, redirect_uri }));
    expectPage(outcome, 10003, 'redirect_uri域名与后台配置不一致');
    expect(bench.world.state.codes).toEqual({});
  });

  it('A-04 a configured loopback host may carry a port and http in the local profile, and is reported', () => {
    const redirect_uri = 'http://127.0.0.1:3000/cb';
    const local = new Bench();
    local.account().oauthDomains = ['127.0.0.1'];
    expectCallback(local.open('xiaoming', local.link({ redirect_uri })), `${redirect_uri}?code=<code>&state=s1`);
    expect(local.world.state.findings).toMatchObject([{ level: 'would-fail', rule: 'A-04', count: 1 }]);

    const production = new Bench({ profile: 'production' });
    production.account().oauthDomains = ['127.0.0.1'];
    expect(production.open('xiaoming', production.link({ redirect_uri }))).toMatchObject({ error: { code: 10003 } });

    const unlisted = new Bench();
    expect(unlisted.open('xiaoming', unlisted.link({ redirect_uri }))).toMatchObject({ error: { code: 10003 } });
  });

  it('A-06 http is accepted, and advised against', () => {
    const bench = new Bench();
    const link = bench.link({ redirect_uri: 'http://app.test/cb' });
    expectCallback(bench.open('xiaoming', link), 'http://app.test/cb?code=<code>&state=s1');
    expect(bench.findings('A-06')).toBe(1);
    withQuirk(bench, 'protocolMismatch10039');
    expect(bench.open('xiaoming', link)).toMatchObject({ kind: 'error', error: { code: 10039 } });
  });

  it('A-07 quirk hostCaseInsensitive', () => {
    const bench = withQuirk(new Bench(), 'hostCaseInsensitive');
    const outcome = bench.open('xiaoming', bench.link({ redirect_uri: 'https://App.test/cb' }));
    expectCallback(outcome, 'https://App.test/cb?code=<code>&state=s1');
  });

  it('A-08 a subscription account', () => {
    const bench = new Bench();
    expectPage(bench.open('xiaoming', bench.link({}, 'subscription')), 10005, '此公众号并没有这些scope的权限');
  });

  it.each(['snsapi_login', 'snsapi_privateinfo'])('A-09 scope %s', (scope) => {
    const bench = new Bench();
    expectPage(bench.open('xiaoming', bench.link({ scope })), 10005, '此公众号并没有这些scope的权限');
  });

  it('A-10 a test account authorises its followers only', async () => {
    const bench = new Bench();
    expectPage(bench.open('xiaoming', bench.link({}, 'sandbox')), 10006, '必须关注此测试号');
    const { follow } = await import('../../src/world/follows.ts');
    follow(bench.world, bench.person('xiaoming'), bench.account('sandbox'), 'search');
    expectCallback(bench.open('xiaoming', bench.link({}, 'sandbox')), `${callbackUri}?code=<code>&state=s1`);
  });

  it('A-11 a banned account', () => {
    const bench = new Bench();
    bench.account().banned = true;
    expectPage(bench.open('xiaoming', bench.link()), 10004, '此公众号被封禁');
  });

  it('A-12 too often', () => {
    const bench = new Bench();
    bench.world.state.faults = [{ operation: 'authorize', fault: 'tooFrequent', times: 1, rate: null }];
    expectPage(bench.open('xiaoming', bench.link()), 10009, '操作太频繁了，请稍后重试');
    expectCallback(bench.open('xiaoming', bench.link()), `${callbackUri}?code=<code>&state=s1`);
  });

  it('A-13 parameters in another order', () => {
    const bench = new Bench();
    const { appId } = bench.account();
    const query = `appid=${appId}&scope=snsapi_base&redirect_uri=${encodeURIComponent(callbackUri)}&response_type=code&state=s1`;
    const link = new URL(`https://open.weixin.qq.com/connect/oauth2/authorize?${query}#wechat_redirect`);
    expectPage(bench.open('xiaoming', link, { client: 'windows' }), null, unavailable);
    expectPage(bench.open('xiaoming', link, { client: 'mac' }), null, unavailable);
    expectCallback(bench.open('xiaoming', link, { client: 'android' }), `${callbackUri}?code=<code>&state=s1`);
    expect(bench.findings('A-13')).toBe(1);
    withQuirk(bench, 'strictParamOrder');
    expectPage(bench.open('xiaoming', link, { client: 'android' }), null, unavailable);
  });

  it('A-22 the length and the alphabet of state', () => {
    const bench = new Bench();
    const open = (state: string) => bench.open('xiaoming', bench.link({ state }));
    expect(open('a'.repeat(129))).toMatchObject({ kind: 'error', error: { code: null } });
    expectCallback(open('a'.repeat(128)), `${callbackUri}?code=<code>&state=${'a'.repeat(128)}`);
    expect(bench.findings('A-22')).toBe(0);
    expectCallback(open('YQ=='), `${callbackUri}?code=<code>&state=YQ%3D%3D`);
    expect(bench.findings('A-22')).toBe(1);
    withQuirk(bench, 'strictState');
    expect(open('YQ==')).toMatchObject({ kind: 'error', error: { code: null } });
  });

  it('A-23 no state', () => {
    const bench = new Bench();
    for (const state of [undefined, '']) {
      expectCallback(bench.open('xiaoming', bench.link({ state })), `${callbackUri}?code=<code>&state=`);
    }
    expect(bench.findings('A-23')).toBe(2);
    withQuirk(bench, 'emptyState10013');
    expectPage(bench.open('xiaoming', bench.link({ state: '' })), 10013, 'state不能为空');
  });

  it("A-37 a website application's AppID", () => {
    const bench = new Bench();
    const outcome = bench.open('xiaoming', bench.link({}, 'website'));
    expectPage(outcome, 10016, '不支持微信开放平台的Appid，请使用公众号Appid');
  });

  it('A-38 an unknown AppID', () => {
    const bench = new Bench();
    const link = bench.link({ appid: 'wx0000000000000000' });
    expectPage(bench.open('xiaoming', link), null, unavailable);
    withQuirk(bench, 'wrongAppId10004');
    expectPage(bench.open('xiaoming', link), 10004, '此公众号被封禁');
  });

  it('A-40 of several faults the first in the order of the checks is shown', () => {
    const bench = new Bench();
    const [service, website] = [bench.account(), bench.account('website')];
    bench.world.state.faults = [{ operation: 'authorize', fault: 'tooFrequent', times: null, rate: null }];
    for (const account of [service, website]) account.quirks = ['emptyState10013', 'protocolMismatch10039'];
    service.banned = true;
    const wrong = {
      appid: undefined as string | undefined,
      redirect_uri: undefined as string | undefined,
      scope: undefined as string | undefined,
      state: undefined as string | undefined,
      component_appid: 'wx1111111111111111' as string | undefined,
    };
    const page = (client: 'ios' | 'browser' = 'ios', account = 'service') => {
      const { error } = bench.open('xiaoming', bench.link(wrong, account), { client }) as { error: PageError };
      return error.code ?? (error.title === '抱歉，出错了' ? 'notInWeChat' : error.text);
    };
    // One fault is mended at a time; those that come later are all still there.
    const shown = [page('browser', 'website')];
    wrong.appid = website.appId;
    shown.push(page('browser', 'website'));
    wrong.redirect_uri = 'https://other.test/cb';
    shown.push(page('browser', 'website'));
    wrong.scope = 'snsapi_login';
    shown.push(page('browser', 'website'));
    wrong.state = 's1';
    shown.push(page('browser', 'website'), page('ios', 'website'));
    wrong.appid = service.appId;
    shown.push(page());
    wrong.component_appid = undefined;
    shown.push(page());
    service.banned = false;
    shown.push(page());
    wrong.scope = 'snsapi_base';
    shown.push(page());
    wrong.redirect_uri = 'http://app.test/cb';
    shown.push(page());
    Object.assign(wrong, { redirect_uri: callbackUri, appid: bench.account('sandbox').appId });
    shown.push(page('ios', 'sandbox'));
    wrong.appid = service.appId;
    shown.push(page());
    expect(shown).toEqual(pageOrder.value);
  });

  it('A-41 a third-party platform', () => {
    const bench = new Bench();
    const outcome = bench.open('xiaoming', bench.link({ component_appid: 'wx1111111111111111' }));
    expectPage(outcome, 10015, '公众号未授权第三方平台，请检查授权状态');
  });
});

describe('silent or asked', () => {
  it('A-14 snsapi_base shows nothing', () => {
    const bench = new Bench();
    for (const person of ['xiaoming', 'xiaohong', 'refuser', 'visitor', 'emoji']) {
      expectCallback(bench.open(person, bench.link()), `${callbackUri}?code=<code>&state=s1`);
    }
  });

  it('A-15 snsapi_userinfo asks, and after 允许 leads back', () => {
    const bench = new Bench();
    const sheet = bench.open('xiaoming', bench.link(userinfo), { from: 'chat' });
    expect(sheet).toMatchObject({ kind: 'sheet', account: 'service', scope: 'snsapi_userinfo' });
    expect(bench.world.state.codes).toEqual({});
    expectCallback(bench.answer(sheet, 'allow'), `${callbackUri}?code=<code>&state=s1`);
  });

  it('A-15 over HTTP the sheet is a page with two forms', async () => {
    const bench = new Bench();
    const { pathname, search } = bench.link(userinfo);
    const page = await bench.call(pathname + search, {}, { headers: wechat });
    expect(page.status).toBe(200);
    expect(page.text).toContain('SIMULATED 模拟');
    expect(page.text).toContain('拒绝');
    expect(page.text).toContain('允许');
    const sheet = /name="sheet" value="([0-9a-f]+)"/.exec(page.text)?.[1] ?? '';
    const answer = () =>
      bench.call('/connect/oauth2/authorize_reply', {}, { body: new URLSearchParams({ sheet, answer: 'allow' }) });
    const reply = await answer();
    expect(reply.status).toBe(302);
    expect(reply.location).toMatch(/^https:\/\/app\.test\/cb\?code=[A-Za-z0-9]{32}&state=s1$/);
    expect((await answer()).status).toBe(410);
  });

  it('A-15 somebody whose consent is allow is sent on without a click', async () => {
    const bench = new Bench();
    bench.person('xiaoming').consent = 'allow';
    const { pathname, search } = bench.link(userinfo);
    expect((await bench.call(pathname + search, {}, { headers: wechat })).status).toBe(302);
  });

  it('A-16 a refusal leads nowhere', async () => {
    const bench = new Bench();
    expect(bench.open('refuser', bench.link(userinfo))).toMatchObject({ kind: 'refused', location: null });
    const sheet = bench.open('xiaoming', bench.link(userinfo));
    expect(bench.answer(sheet, 'refuse')).toMatchObject({ kind: 'refused', location: null });
    expect(bench.world.state.codes).toEqual({});
    withQuirk(bench, 'refuseRedirects');
    expect(bench.open('refuser', bench.link(userinfo))).toMatchObject({ location: `${callbackUri}?state=s1` });
  });

  it('A-17 followers from the chat or the menu are not asked', () => {
    const bench = new Bench();
    for (const from of ['chat', 'menu'] as const) {
      expectCallback(bench.open('xiaohong', bench.link(userinfo), { from }), `${callbackUri}?code=<code>&state=s1`);
    }
    const other = new Bench();
    expect(other.open('xiaohong', other.link(userinfo), { from: 'moments' }).kind).toBe('sheet');
    withQuirk(other, 'followerSheet');
    expect(other.open('xiaohong', other.link(userinfo), { from: 'menu' }).kind).toBe('sheet');
  });

  it('A-18 forcePopup has no effect in a silent case', () => {
    const bench = new Bench();
    const link = bench.link({ ...userinfo, forcePopup: 'true' });
    expectCallback(bench.open('xiaohong', link, { from: 'menu' }), `${callbackUri}?code=<code>&state=s1`);
  });

  it('A-19 forcePopup behind the fragment is ignored and reported', () => {
    const bench = new Bench();
    bench.answer(bench.open('xiaoming', bench.link(userinfo)), 'allow');
    const link = bench.link(userinfo, 'service', '#wechat_redirect&forcePopup=true');
    expect(bench.open('xiaoming', link).kind).toBe('redirect');
    expect(bench.findings('A-19')).toBe(1);
  });

  it('A-39, P-08 a recent authorisation is remembered for the time that is set', () => {
    const bench = new Bench();
    bench.answer(bench.open('xiaoming', bench.link(userinfo)), 'allow');
    bench.advance(3600);
    expectCallback(bench.open('xiaoming', bench.link(userinfo)), `${callbackUri}?code=<code>&state=s1`);
    expect(bench.open('xiaoming', bench.link({ ...userinfo, forcePopup: 'true' })).kind).toBe('sheet');
    bench.advance(23 * 3600);
    expect(bench.open('xiaoming', bench.link(userinfo)).kind).toBe('sheet');
  });

  it('P-07 a refusal is not remembered', () => {
    const bench = new Bench();
    bench.answer(bench.open('xiaoming', bench.link(userinfo)), 'refuse');
    expect(bench.open('xiaoming', bench.link(userinfo)).kind).toBe('sheet');
  });

  it('A-29 a visitor gets a snapshot page, whatever the consent says', () => {
    const bench = new Bench();
    for (const consent of ['ask', 'allow', 'refuse'] as const) {
      bench.person('visitor').consent = consent;
      const outcome = bench.open('visitor', bench.link(userinfo));
      expectCallback(outcome, `${callbackUri}?code=<code>&state=s1`);
      expect(outcome).toMatchObject({ snapshot: true });
    }
    const before = new Bench({ clock: '2022-07-12T23:59:59' });
    expect(before.open('visitor', before.link(userinfo)).kind).toBe('sheet');
  });

  it('A-36 forceSnapShot, unless a silent case applies', () => {
    const bench = new Bench();
    const link = bench.link({ ...userinfo, forceSnapShot: 'true' });
    expect(bench.open('xiaoming', link)).toMatchObject({ kind: 'redirect', snapshot: true });
    expect(bench.open('xiaohong', link, { from: 'menu' })).toMatchObject({ kind: 'redirect', snapshot: false });
    bench.answer(bench.open('xiaoming', bench.link(userinfo)), 'allow');
    expect(bench.open('xiaoming', link)).toMatchObject({ kind: 'redirect', snapshot: false });
  });
});

describe('the way back', () => {
  it.each([
    [
      'A-20 an own query stays in front',
      'https://app.test/cb?userid=42',
      'https://app.test/cb?userid=42&code=<code>&state=s1',
    ],
    ['A-21 a fragment stays behind', 'https://app.test/p#/route', 'https://app.test/p?code=<code>&state=s1#/route'],
    ['A-21 both', 'https://app.test/p?a=1#/r?b=2', 'https://app.test/p?a=1&code=<code>&state=s1#/r?b=2'],
    ['A-20 an empty query', 'https://app.test/cb?', 'https://app.test/cb?code=<code>&state=s1'],
  ])('%s', (_title, redirect_uri, location) => {
    const bench = new Bench();
    expectCallback(bench.open('xiaoming', bench.link({ redirect_uri })), location);
  });

  it('A-03 whatever the text, nobody is sent to a host that is not configured', () => {
    const bench = new Bench();
    const piece = fc.constantFrom(
      'app.test',
      'evil.test',
      ...'@\\/?#:.%;&= \t\n\u0000\u3002',
      '443',
      '%2F',
      '//',
      'https:',
      '茶',
    );
    fc.assert(
      fc.property(
        fc.constantFrom('https://', 'https://app.test'),
        fc.array(piece, { maxLength: 6 }),
        (start, pieces) => {
          const outcome = bench.open('xiaoming', bench.link({ redirect_uri: start + pieces.join('') }));
          if (outcome.kind !== 'redirect') return;
          const { host, protocol } = new URL(outcome.location);
          expect([protocol, host]).toEqual(['https:', 'app.test']);
          expect(new Headers({ location: outcome.location }).get('location')).toBe(outcome.location);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
    expect(Object.keys(bench.world.state.codes).length).toBeGreaterThan(50);
  });

  it('A-14 over HTTP it is a 302', async () => {
    const bench = new Bench();
    const { pathname, search } = bench.link();
    const reply = await bench.call(pathname + search, {}, { headers: wechat });
    expect(reply.status).toBe(302);
    expect(reply.location).toMatch(/^https:\/\/app\.test\/cb\?code=[A-Za-z0-9]{32}&state=s1$/);
  });

  it('A-24 a code lives five minutes', async () => {
    const bench = new Bench();
    const fresh = bench.code();
    bench.advance(299);
    expect((await bench.exchange(fresh)).json.openid).toBe(bench.openid('xiaoming'));
    const stale = bench.code();
    bench.advance(301);
    expectSnsError(await bench.exchange(stale), 40029, 'invalid code');
  });

  it('A-25 every authorisation has its own code', async () => {
    const bench = new Bench();
    const [one, other] = [bench.code('xiaoming', 'snsapi_base'), bench.code('xiaoming', 'snsapi_base')];
    expect(one).not.toBe(other);
    expect((await bench.exchange(other)).json.openid).toBe((await bench.exchange(one)).json.openid);
  });

  it('A-26 codes are mixed-case and case-sensitive', async () => {
    const bench = new Bench();
    const code = bench.code();
    expect(code).toMatch(/^(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9]{32}$/);
    expectSnsError(await bench.exchange(code.toLowerCase()), 40029, 'invalid code');
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaoming'));
  });

  it('A-28 fault reuseCode', async () => {
    const bench = new Bench();
    bench.world.state.faults = [{ operation: 'authorize', fault: 'reuseCode', times: null, rate: null }];
    const first = bench.code('xiaoming', 'snsapi_base');
    await bench.exchange(first);
    expect(bench.code('xiaoming', 'snsapi_base')).toBe(first);
    expectSnsError(await bench.exchange(first), 40163, 'code been used');
  });

  it('A-32 unknown and undocumented parameters are tolerated', () => {
    const bench = new Bench();
    const link = bench.link({ connect_redirect: '1', whatever: 'x' });
    expectCallback(bench.open('xiaoming', link), `${callbackUri}?code=<code>&state=s1`);
  });

  it('A-33 a missing #wechat_redirect is reported', () => {
    const bench = new Bench();
    expectCallback(bench.open('xiaoming', bench.link({}, 'service', '')), `${callbackUri}?code=<code>&state=s1`);
    expect(bench.findings('A-33')).toBe(1);
    const early = new Bench({ clock: '2014-01-01' });
    early.open('xiaoming', early.link({}, 'service', ''));
    expect(early.findings('A-33')).toBe(0);
  });
});

describe('who is looking', () => {
  it('nobody yet: the page asks, and the answer is kept in a cookie', async () => {
    const bench = new Bench();
    const { pathname, search } = bench.link();
    const asked = await bench.call(pathname + search, {}, { headers: { 'user-agent': wechat['user-agent'] } });
    expect(asked.status).toBe(200);
    expect(asked.text).toContain('xiaohong');
    const headers = { 'user-agent': wechat['user-agent'] };
    const named = await bench.call(`${pathname}${search}&_sim_person=xiaohong`, {}, { headers });
    expect(named.status).toBe(302);
    const cookie = named.headers.get('set-cookie')?.split(';')[0] ?? '';
    const again = await bench.call(pathname + search, {}, { headers: { ...headers, cookie } });
    const code = new URL(again.location ?? '').searchParams.get('code') ?? '';
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaohong'));
  });

  it('somebody who is not in the world', async () => {
    const bench = new Bench();
    const { pathname, search } = bench.link();
    const headers = { ...wechat, 'x-sim-person': 'nobody' };
    expect((await bench.call(pathname + search, {}, { headers })).status).toBe(404);
  });
});

describe('callback hosts', () => {
  it('D-01 either of two', () => {
    const bench = new Bench();
    bench.account().oauthDomains = ['app.test', 'second.test'];
    const link = bench.link({ redirect_uri: 'https://second.test/cb' });
    expectCallback(bench.open('xiaoming', link), 'https://second.test/cb?code=<code>&state=s1');
  });

  it('D-05 a test account may name an address with a port', () => {
    const bench = new Bench();
    const sandbox = bench.account('sandbox');
    sandbox.oauthDomains = ['192.0.2.10:3000'];
    bench.world.state.follows.sandbox = { xiaoming: { ...bench.world.state.follows.service!.xiaohong! } };
    const open = (redirect_uri: string) => bench.open('xiaoming', bench.link({ redirect_uri }, 'sandbox'));
    expectCallback(open('http://192.0.2.10:3000/cb'), 'http://192.0.2.10:3000/cb?code=<code>&state=s1');
    expect(open('http://192.0.2.10:3001/cb')).toMatchObject({ error: { code: 10003 } });
  });

  it('D-06 in 2014 only the first host counts', () => {
    const bench = new Bench({ clock: '2014-01-01' });
    bench.account().oauthDomains = ['app.test', 'second.test'];
    const link = bench.link({ redirect_uri: 'https://second.test/cb' });
    expectPage(bench.open('xiaoming', link), 10003, 'redirect_uri域名与后台配置不一致');
  });
});

describe('what people see is what the facts say', () => {
  const seen = (bench: Bench, scope: string, from: OpenedFrom = 'external', person = 'xiaoming') => {
    const outcome = bench.open(person, bench.link({ scope }), { from });
    if (outcome.kind === 'redirect') return outcome.snapshot ? 'snapshotPage' : 'nothing';
    return outcome.kind;
  };
  const situations: Record<(typeof consent)[number]['situation'], (bench: Bench) => string> = {
    baseScope: (bench) => seen(bench, 'snsapi_base'),
    followerFromChatOrMenu: (bench) => seen(bench, 'snsapi_userinfo', 'menu', 'xiaohong'),
    recentlyAuthorised: (bench) => {
      bench.answer(bench.open('xiaoming', bench.link(userinfo)), 'allow');
      return seen(bench, 'snsapi_userinfo');
    },
    withoutGuidance: (bench) => seen(bench, 'snsapi_userinfo', 'external', 'visitor'),
    withGuidance: (bench) => seen(bench, 'snsapi_userinfo'),
  };

  it.each(consent)('A-14 A-15 A-17 A-29 A-39 $situation', ({ situation, sees }) => {
    expect(situations[situation](new Bench())).toBe(sees);
  });

  it.each(scopes)('A-09 L-05 $scope has one page', async ({ scope, page }) => {
    const bench = new Bench();
    expect(bench.open('xiaoming', bench.link({ scope })).kind === 'error').toBe(page !== 'authorise');
    const { appId: appid } = bench.account('website');
    const query = { appid, redirect_uri: callbackUri, response_type: 'code', scope, state: 's1' };
    const { text } = await bench.call('/connect/qrconnect', query);
    expect(text.includes('Scope 参数错误')).toBe(page !== 'websiteLogin');
  });
});
