import { describe, expect, it } from 'vitest';
import { createWeChat, type WeChat } from '../src/client.ts';
import type { LoginTransaction, OAuthScope, PersonGrant } from '../src/oauth.ts';
import { app, countingRandom, type Exchange, HandClock, openid, scriptedWeChat, unionid } from './scripted-wechat.ts';

const redirectUri = 'https://login.example.com/wechat/callback';
const code = '071CyW000UGidO1SxY000uNATs1CyW04';
const EXCHANGE = '/sns/oauth2/access_token';
const clock = new HandClock('2026-01-01T00:00:00+08:00');

function client(...exchanges: Exchange[]): WeChat {
  const { transport } = scriptedWeChat(...exchanges);
  return createWeChat({ ...app, transport, clock, random: countingRandom() });
}

function login(wechat: WeChat, scope: OAuthScope = 'snsapi_base') {
  const { transaction } = wechat.oauth.start({ redirectUri, scope });
  return wechat.oauth.finish(new URLSearchParams({ code, state: transaction.state }), transaction);
}

const reply = (more: object = {}) => ({
  access_token: '86_user',
  expires_in: 7200,
  refresh_token: '86_refresh',
  openid,
  scope: 'snsapi_base',
  ...more,
});

describe('the authorise address', () => {
  it('OAS-01 documented order, encoded redirect_uri, 32 letters and digits of state, the fragment', () => {
    const { url, transaction } = client().oauth.start({
      redirectUri: `${redirectUri}?a=1&b=2`,
      scope: 'snsapi_userinfo',
    });
    expect(transaction.state).toMatch(/^[0-9a-f]{32}$/);
    expect(url).toBe(
      `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${app.appId}` +
        '&redirect_uri=https%3A%2F%2Flogin.example.com%2Fwechat%2Fcallback%3Fa%3D1%26b%3D2' +
        `&response_type=code&scope=snsapi_userinfo&state=${transaction.state}#wechat_redirect`,
    );
  });

  it('A-19 forcePopup and forceSnapShot stand before the fragment', () => {
    const url = client().oauth.authoriseUrl({
      redirectUri,
      scope: 'snsapi_base',
      state: 's',
      forcePopup: true,
      forceSnapShot: true,
    });
    expect(url).toMatch(/&state=s&forcePopup=true&forceSnapShot=true#wechat_redirect$/);
  });

  it('every login has a state of its own', () => {
    const wechat = client();
    const states = Array.from(
      { length: 50 },
      () => wechat.oauth.start({ redirectUri, scope: 'snsapi_base' }).transaction.state,
    );
    expect(new Set(states).size).toBe(50);
  });

  it.each(['', 'a-b', 'a b', '你', 'x'.repeat(129)])('A-22 refuses the state %j', (state) => {
    expect(() => client().oauth.authoriseUrl({ redirectUri, scope: 'snsapi_base', state })).toThrow(/^state must be/);
  });

  it('A-22 takes 128 letters and digits', () => {
    const state = 'x'.repeat(128);
    expect(client().oauth.authoriseUrl({ redirectUri, scope: 'snsapi_base', state })).toContain(`&state=${state}#`);
  });

  it.each(['/cb', 'app.test/cb', 'javascript:alert(1)', ''])('refuses the redirectUri %j', (bad) => {
    expect(() => client().oauth.start({ redirectUri: bad, scope: 'snsapi_base' })).toThrow(/^redirectUri must be/);
  });
});

describe('the callback', () => {
  const transaction: LoginTransaction = { appId: app.appId, state: 'a'.repeat(32), redirectUri, scope: 'snsapi_base' };
  const table: [string, string, string][] = [
    ['OAC-01 without state', `code=${code}`, 'state_mismatch'],
    ['OAC-01 with an empty state', `code=${code}&state=`, 'state_mismatch'],
    ['OAC-01 with another state', `code=${code}&state=1`, 'state_mismatch'],
    ['OAC-01 with a state that only begins alike', `code=${code}&state=${'a'.repeat(33)}`, 'state_mismatch'],
    ['OAC-01 with state[]', `code=${code}&state[]=${transaction.state}`, 'state_mismatch'],
    [
      'HTP-04 with two states',
      `code=${code}&state=${transaction.state}&state=${transaction.state}`,
      'callback_malformed',
    ],
    ['HTP-04 with two codes', `code=${code}&code=x&state=${transaction.state}`, 'callback_malformed'],
    ['OAC-07 without a code', `state=${transaction.state}`, 'consent_refused'],
    ['OAC-08 with a code of 1 KB', `code=${'x'.repeat(1024)}&state=${transaction.state}`, 'callback_malformed'],
    ['OAC-08 with a code that has a space', `code=a+b&state=${transaction.state}`, 'callback_malformed'],
    ['OAC-08 with a code outside ASCII', `code=%E4%BD%A0&state=${transaction.state}`, 'callback_malformed'],
  ];
  it.each(table)('%s is refused before anything is sent', (_, query, expected) => {
    const wechat = client();
    expect(() => wechat.oauth.finish(new URLSearchParams(query), transaction)).toThrow(
      expect.objectContaining({ code: expected }),
    );
  });

  it('a checked callback of another AppID cannot be exchanged', async () => {
    const wechat = client();
    const foreign = { ...transaction, appId: 'wxfedcba9876543210' };
    const checked = wechat.oauth.finish(new URLSearchParams({ code, state: foreign.state }), foreign);
    await expect(wechat.oauth.complete(checked)).rejects.toThrow(TypeError);
  });
});

describe('the exchange', () => {
  it('S-01 silent: five fields give a grant', async () => {
    const wechat = client({
      operation: EXCHANGE,
      reply: reply(),
      check: ({ url, method }) => {
        expect(method).toBe('GET');
        expect(url).toBe(
          `https://api.weixin.qq.com${EXCHANGE}?appid=${app.appId}&secret=${app.appSecret}&code=${code}&grant_type=authorization_code`,
        );
      },
    });
    await expect(wechat.oauth.complete(login(wechat))).resolves.toEqual({
      kind: 'person',
      appId: app.appId,
      openid,
      scopes: ['snsapi_base'],
      userToken: '86_user',
      refreshToken: '86_refresh',
      expiresAt: clock.now() + 7_200_000,
      refreshExpiresAt: clock.now() + 2_592_000_000,
    });
  });

  it.each([
    ['S-05 the comma of 2014', 'snsapi_userinfo,', ['snsapi_userinfo']],
    ['S-02 one scope', 'snsapi_userinfo', ['snsapi_userinfo']],
    ['two scopes', 'snsapi_base, snsapi_userinfo', ['snsapi_base', 'snsapi_userinfo']],
    ['S-02 no scope, as the documents have it since 2025: the one that was asked for', undefined, ['snsapi_userinfo']],
    ['a blank scope: likewise', ' ,', ['snsapi_userinfo']],
  ])('scope: %s', async (_, scope, scopes) => {
    const wechat = client({ operation: EXCHANGE, reply: reply({ scope, unionid }) });
    await expect(wechat.oauth.complete(login(wechat, 'snsapi_userinfo'))).resolves.toMatchObject({ scopes, unionid });
  });

  it.each([1, '1', true, 'yes', null, {}])('S-04 is_snapshotuser %j gives a grant without an openid', async (flag) => {
    const wechat = client({ operation: EXCHANGE, reply: reply({ is_snapshotuser: flag, unionid }) });
    await expect(wechat.oauth.complete(login(wechat))).resolves.toEqual({ kind: 'snapshot', appId: app.appId });
  });

  it.each([0, false])('is_snapshotuser %j is a real person', async (flag) => {
    const wechat = client({ operation: EXCHANGE, reply: reply({ is_snapshotuser: flag }) });
    await expect(wechat.oauth.complete(login(wechat))).resolves.toMatchObject({ kind: 'person' });
  });

  it.each([
    ['S-06', 40163, 'code been used, rid: 62bae58d-5bf58b34-5f8e035e', 'authorise-again'],
    ['S-07', 40029, 'invalid code, rid: 62bae58d-5bf58b34-5f8e035e', 'authorise-again'],
    ['S-10', 40125, 'invalid appsecret, rid: 62bae58d-5bf58b34-5f8e035e', 'configure'],
    ['S-41', -1, 'system error, hints: [ req_id: x ]', 'authorise-again'],
  ])('%s %d is sent once and says whose move it is', async (_, errcode, errmsg, mover) => {
    const wechat = client({ operation: EXCHANGE, reply: { errcode, errmsg } });
    const error = await wechat.oauth.complete(login(wechat)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'ApiError', code: 'api_error', errcode, mover, operation: EXCHANGE });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(new RegExp(`${app.appSecret}|${code}`));
  });

  it('OUT-01 errcode 0 beside data is success; any other errcode beside data is failure', async () => {
    const wechat = client(
      { operation: EXCHANGE, reply: reply({ errcode: 0, errmsg: 'ok' }) },
      { operation: EXCHANGE, reply: reply({ errcode: 40029 }) },
    );
    await expect(wechat.oauth.complete(login(wechat))).resolves.toMatchObject({ openid });
    await expect(wechat.oauth.complete(login(wechat))).rejects.toMatchObject({ errcode: 40029 });
  });

  it.each([
    ['OUT-06 an openid of 5 characters', { openid: 'oHc5w' }],
    ['OUT-06 an openid of 200', { openid: `o${'x'.repeat(199)}` }],
    ['OUT-06 an openid with /', { openid: `${openid.slice(0, 27)}/` }],
    ['OUT-07 a token that is an object', { access_token: {} }],
    ['a unionid that is an array', { unionid: [unionid] }],
    ['no lifetime', { expires_in: 0 }],
  ])('%s is no reply of WeChat', async (_, more) => {
    const wechat = client({ operation: EXCHANGE, reply: reply(more) });
    await expect(wechat.oauth.complete(login(wechat))).rejects.toMatchObject({ code: 'garbage' });
  });
});

describe('with a grant', () => {
  const grant: PersonGrant = {
    kind: 'person',
    appId: app.appId,
    openid,
    unionid,
    scopes: ['snsapi_userinfo'],
    userToken: '86_user',
    expiresAt: clock.now() + 7_200_000,
    refreshToken: '86_refresh',
    refreshExpiresAt: clock.now() + 2_592_000_000,
  };

  it('S-19 refresh sends no secret, takes what comes back and does not prolong the 30 days', async () => {
    const wechat = client({
      operation: '/sns/oauth2/refresh_token',
      reply: reply({ access_token: '86_next', refresh_token: '86_rotated' }),
      check: ({ url }) => expect(url).not.toContain(app.appSecret),
    });
    await expect(wechat.oauth.refresh({ ...grant, refreshExpiresAt: 5 })).resolves.toMatchObject({
      userToken: '86_next',
      refreshToken: '86_rotated',
      refreshExpiresAt: 5,
    });
  });

  it('a refresh without a scope keeps that of the grant', async () => {
    const wechat = client({ operation: '/sns/oauth2/refresh_token', reply: reply({ scope: undefined }) });
    const scopes = ['snsapi_userinfo'];
    await expect(wechat.oauth.refresh({ ...grant, scopes })).resolves.toMatchObject({ scopes });
  });

  it('a grant of another account is not refreshed: WeChat would say that it is over', async () => {
    await expect(client().oauth.refresh({ ...grant, appId: 'wxfedcba9876543210' })).rejects.toThrow(
      new TypeError('the grant belongs to another AppID'),
    );
  });

  it('misuse rejects, as everything that gives a promise does', async () => {
    const { oauth } = client();
    const nothing = undefined as unknown as string;
    await expect(oauth.check(nothing, openid)).rejects.toThrow(TypeError);
    await expect(oauth.refresh({ ...grant, refreshToken: nothing })).rejects.toThrow(TypeError);
    await expect(oauth.profile({ ...grant, userToken: nothing })).rejects.toThrow(TypeError);
  });

  it('a refresh that answers for somebody else is refused', async () => {
    const wechat = client({
      operation: '/sns/oauth2/refresh_token',
      reply: reply({ openid: openid.replace('H', 'h') }),
    });
    await expect(wechat.oauth.refresh(grant)).rejects.toMatchObject({ code: 'openid_mismatch' });
  });

  it.each([
    [{ errcode: 0, errmsg: 'ok' }, true],
    [{ errcode: 40003, errmsg: 'invalid openid' }, false],
    [{ errcode: 42001, errmsg: 'access_token expired' }, false],
  ])('S-33 check: %j gives %j', async (answer, expected) => {
    const wechat = client({ operation: '/sns/auth', reply: answer });
    await expect(wechat.oauth.check('86_user', openid)).resolves.toBe(expected);
  });

  it('S-33 check: another errcode is an error', async () => {
    const wechat = client({ operation: '/sns/auth', reply: { errcode: 45011, errmsg: '' } });
    await expect(wechat.oauth.check('86_user', openid)).rejects.toMatchObject({ errcode: 45011, mover: 'retry' });
  });

  it('S-23 profile of today: nickname and picture, the rest absent', async () => {
    const today = { openid, nickname: '小明', sex: 0, language: '', city: '', province: '', country: '' };
    const avatar = 'https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132';
    const wechat = client({
      operation: '/sns/userinfo',
      reply: { ...today, headimgurl: avatar, privilege: [], unionid },
      check: ({ url }) => expect(url).toMatch(/\?access_token=86_user&openid=oHc5w6Jm3vT1xQ0pZ8kLr2bNyYk2&lang=en$/),
    });
    await expect(wechat.oauth.profile(grant, { language: 'en' })).resolves.toEqual({
      openid,
      unionid,
      nickname: '小明',
      avatar,
      privileges: [],
    });
  });

  it('H-08 profile of 2014: every field', async () => {
    const then = {
      openid,
      nickname: '小明',
      sex: 1,
      language: 'zh_CN',
      city: '深圳',
      province: '广东',
      country: '中国',
    };
    const wechat = client({
      operation: '/sns/userinfo',
      reply: { ...then, headimgurl: 'http://wx.qlogo.cn/mmopen/abc/0', privilege: ['chinaunicom'] },
    });
    await expect(wechat.oauth.profile(grant)).resolves.toEqual({
      ...then,
      avatar: 'http://wx.qlogo.cn/mmopen/abc/0',
      privileges: ['chinaunicom'],
    });
  });

  it.each([
    ['openid', { openid: openid.replace('H', 'h') }],
    ['unionid', { openid, unionid: unionid.replace('U', 'u') }],
  ])('a profile with another %s is refused', async (_, body) => {
    const wechat = client({ operation: '/sns/userinfo', reply: body });
    await expect(wechat.oauth.profile(grant)).rejects.toMatchObject({ code: 'openid_mismatch' });
  });
});
