import { describe, expect, it } from 'vitest';
import { quotaUse } from '../../src/wechat/quota.ts';
import { Bench, expectCgiError } from './bench.ts';

const stale = 'invalid credential, access_token is invalid or not latest';
const advice = ', could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r';

/** Does the token still open cgi-bin? */
async function works(bench: Bench, accessToken: string): Promise<boolean> {
  return (await bench.call('/cgi-bin/getcallbackip', { access_token: accessToken })).json.ip_list !== undefined;
}

describe('cgi-bin/token', () => {
  it('T-01 gives a token for 7200 s', async () => {
    const bench = new Bench();
    const reply = await bench.token();
    expect(reply.status).toBe(200);
    expect(reply.type).toBe('application/json; encoding=utf-8');
    expect(reply.json).toEqual({ access_token: expect.any(String), expires_in: 7200 });
    expect(reply.text.indexOf('access_token')).toBeLessThan(reply.text.indexOf('expires_in'));
    bench.advance(7199);
    expect(await works(bench, reply.json.access_token)).toBe(true);
    bench.advance(1);
    expect(await works(bench, reply.json.access_token)).toBe(false);
  });

  const refusals = [
    ['T-02 an unknown AppID', { appid: 'wx0000000000000000' }, 40013, 'invalid appid'],
    [
      'T-03 an unknown AppID before the grant type',
      { appid: 'wx0000000000000000', grant_type: undefined },
      40013,
      'invalid appid',
    ],
    ['T-04 a wrong secret', { secret: '0'.repeat(32) }, 40125, 'invalid appsecret'],
    ['T-09 no secret', { secret: undefined }, 41004, 'appsecret missing'],
    ['T-09 no AppID', { appid: undefined }, 41002, 'appid missing'],
    ['T-09 another grant type', { grant_type: 'x' }, 40002, 'invalid grant_type'],
  ] as const;
  it.each(refusals)('%s', async (_title, query, errcode, errmsg) => {
    expectCgiError(await new Bench().token('service', query), errcode, errmsg);
  });

  it('T-04 quirk badSecretAs40001', async () => {
    const bench = new Bench();
    bench.account().quirks = ['badSecretAs40001'];
    expectCgiError(await bench.token('service', { secret: 'x' }), 40001, stale);
  });

  it('T-05 a frozen secret stops new tokens, not the old ones', async () => {
    const bench = new Bench();
    const before = await bench.appToken();
    bench.account().secretFrozen = true;
    expectCgiError(await bench.token(), 40243, 'AppSecret frozen');
    expect(await works(bench, before)).toBe(true);
  });

  it('T-06 a caller outside the allow-list', async () => {
    const bench = new Bench();
    bench.account().ipAllowlist = ['203.0.113.7'];
    const text = 'invalid ip 192.0.2.1 ipv6 ::ffff:192.0.2.1, not in whitelist';
    expectCgiError(await bench.token('service', {}, { ip: '192.0.2.1' }), 40164, text);
    expectCgiError(await bench.stableToken({}, 'service', { ip: '192.0.2.1' }), 40164, text);
    expect((await bench.token('service', {}, { ip: '203.0.113.7' })).json.expires_in).toBe(7200);
  });

  it('T-07 two tokens overlap for 300 s', async () => {
    const bench = new Bench();
    const a = await bench.appToken();
    const b = await bench.appToken();
    expect(a).not.toBe(b);
    bench.advance(299);
    expect([await works(bench, a), await works(bench, b)]).toEqual([true, true]);
    bench.advance(1);
    expect([await works(bench, a), await works(bench, b)]).toEqual([false, true]);
    expectCgiError(await bench.call('/cgi-bin/menu/get', { access_token: a }), 40001, stale + advice);
  });

  it('T-07 a third token kills the first at once', async () => {
    const bench = new Bench();
    const [a, b, c] = [await bench.appToken(), await bench.appToken(), await bench.appToken()];
    expect([await works(bench, a), await works(bench, b), await works(bench, c)]).toEqual([false, true, true]);
  });

  it('T-07 quirk classicNoOverlap', async () => {
    const bench = new Bench();
    bench.account().quirks = ['classicNoOverlap'];
    const a = await bench.appToken();
    await bench.appToken();
    expect(await works(bench, a)).toBe(false);
  });

  it.each([
    ['service', 2000],
    ['sandbox', 200],
  ])('T-08 the quota of %s is %i a day and begins again at midnight in Beijing', async (name, calls) => {
    const bench = new Bench();
    quotaUse(bench.world, bench.account(name), 'appToken').used = calls - 1;
    expect((await bench.token(name)).json.expires_in).toBe(7200);
    expectCgiError(await bench.token(name), 45009, `reach max api daily quota limit${advice}`);
    bench.advance(12 * 3600 - 1);
    expect((await bench.token(name)).json.errcode).toBe(45009);
    bench.advance(1);
    expect((await bench.token(name)).json.expires_in).toBe(7200);
  });

  it('T-22 tokens look like tokens', async () => {
    const bench = new Bench();
    const [, prefix] = /^([0-9]{1,3})_[A-Za-z0-9_-]{80,160}$/.exec(await bench.appToken()) ?? [];
    expect(Number(prefix)).toBe((2026 - 2017) * 12 + 11 - 8);
  });

  it('T-24 an address that the administrator must confirm', async () => {
    const bench = new Bench();
    const { ipConfirmation } = bench.account();
    ipConfirmation.pending = true;
    expectCgiError(await bench.token(), 89503, 'this IP needs the administrator to confirm');
    expect((await bench.stableToken()).json.errcode).toBe(89503);
    ipConfirmation.pending = false;
    expect((await bench.token()).json.expires_in).toBe(7200);
    ipConfirmation.refusedAt.push(bench.world.now());
    expect((await bench.token()).json.errcode).toBe(89507);
    bench.advance(3600);
    expect((await bench.token()).json.expires_in).toBe(7200);
    ipConfirmation.refusedAt.push(bench.world.now());
    expect((await bench.token()).json.errcode).toBe(89506);
    bench.advance(86_400);
    expect((await bench.token()).json.expires_in).toBe(7200);
    const before = new Bench({ clock: '2020-01-01' });
    before.account().ipConfirmation.pending = true;
    expect((await before.token()).json.expires_in).toBe(7200);
  });

  it('T-25 a frozen account and one barred from the token API', async () => {
    const bench = new Bench();
    bench.account().frozen = true;
    expectCgiError(await bench.token(), 50007, 'account frozen');
    bench.account().frozen = false;
    bench.account().tokenBarred = true;
    expectCgiError(await bench.token(), 50004, 'token interface forbidden');
  });

  it('T-27 the allow-list guards the issuing of tokens only', async () => {
    const bench = new Bench();
    const access_token = await bench.appToken();
    const code = bench.code();
    bench.account().ipAllowlist = ['203.0.113.7'];
    const info = await bench.call('/cgi-bin/user/info', { access_token, openid: bench.openid('xiaohong') });
    expect(info.json.subscribe).toBe(1);
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaoming'));
  });

  it('T-28 the AppID is case-sensitive', async () => {
    const bench = new Bench();
    const appid = bench.account().appId.replace(/[a-f](?=[^a-f]*$)/, (letter) => letter.toUpperCase());
    expect(appid).not.toBe(bench.account().appId);
    expectCgiError(await bench.token('service', { appid }), 40013, 'invalid appid');
  });
});

describe('cgi-bin/stable_token', () => {
  it('T-10 the same token with the time that is left', async () => {
    const bench = new Bench();
    const first = await bench.stableToken();
    bench.advance(1000);
    expect((await bench.stableToken()).json).toEqual({ access_token: first.json.access_token, expires_in: 6200 });
  });

  it('T-11 a new one in the last five minutes, the old one accepted meanwhile', async () => {
    const bench = new Bench();
    const old = (await bench.stableToken()).json.access_token;
    bench.advance(6900);
    expect((await bench.stableToken()).json).toEqual({ access_token: old, expires_in: 300 });
    bench.advance(1);
    const renewed = await bench.stableToken();
    expect(renewed.json.expires_in).toBe(7200);
    expect(renewed.json.access_token).not.toBe(old);
    expect(await works(bench, old)).toBe(true);
    bench.advance(300);
    expect(await works(bench, old)).toBe(false);
  });

  it('T-12 a forced refresh kills the old one at once', async () => {
    const bench = new Bench();
    const forced = (await bench.stableToken({ force_refresh: true })).json.access_token;
    bench.advance(60);
    const again = await bench.stableToken({ force_refresh: true });
    expect(again.json.expires_in).toBe(7200);
    expect(again.json.access_token).not.toBe(forced);
    expectCgiError(await bench.call('/cgi-bin/menu/get', { access_token: forced }), 40001, stale + advice);
  });

  it('T-13 sooner than 30 s it refreshes nothing', async () => {
    const bench = new Bench();
    const forced = (await bench.stableToken({ force_refresh: true })).json.access_token;
    bench.advance(29);
    expect((await bench.stableToken({ force_refresh: true })).json).toEqual({ access_token: forced, expires_in: 7171 });
    bench.advance(1);
    expect((await bench.stableToken({ force_refresh: true })).json.access_token).not.toBe(forced);
  });

  it('T-14 twenty forced refreshes a day', async () => {
    const bench = new Bench();
    for (let time = 0; time < 20; time += 1) {
      expect((await bench.stableToken({ force_refresh: true })).json.expires_in).toBe(7200);
      bench.advance(30);
    }
    expectCgiError(await bench.stableToken({ force_refresh: true }), 45009, 'reach max api daily quota limit');
    expect((await bench.stableToken()).json.expires_in).toBe(7170);
    bench.advance(12 * 3600);
    expect((await bench.stableToken({ force_refresh: true })).json.expires_in).toBe(7200);
  });

  it('T-15 the two channels know nothing of each other', async () => {
    const bench = new Bench();
    const classic = await bench.appToken();
    const stable = (await bench.stableToken()).json.access_token;
    expect([await works(bench, classic), await works(bench, stable)]).toEqual([true, true]);
    const second = await bench.appToken();
    bench.advance(301);
    expect(await works(bench, stable)).toBe(true);
    await bench.stableToken({ force_refresh: true });
    expect([await works(bench, second), await works(bench, stable)]).toEqual([true, false]);
  });

  it('T-16 GET is refused', async () => {
    const bench = new Bench();
    const { appId, appSecret } = bench.account();
    const query = { grant_type: 'client_credential', appid: appId, secret: appSecret };
    expectCgiError(await bench.call('/cgi-bin/stable_token', query), 43002, 'require POST method');
  });

  it('T-23 force_refresh may be left out', async () => {
    const bench = new Bench();
    expect((await bench.stableToken()).json).toEqual((await bench.stableToken({ force_refresh: false })).json);
    bench.account().quirks = ['forceRefreshRequired'];
    expectCgiError(await bench.stableToken(), 41002, 'appid missing');
    expect((await bench.stableToken({ force_refresh: false })).json.expires_in).toBe(7200);
  });

  it('T-26 its quotas', async () => {
    const bench = new Bench();
    const use = quotaUse(bench.world, bench.account(), 'stableToken');
    use.usedThisMinute = 10_000;
    const text = 'api minute-quota reach limit  mustslower  retry next minute';
    expectCgiError(await bench.stableToken(), 45011, text);
    bench.advance(60);
    expect((await bench.stableToken()).json.expires_in).toBe(7200);
    use.used = 500_000;
    expectCgiError(await bench.stableToken(), 45009, 'reach max api daily quota limit');
  });
});

describe('an app token in use', () => {
  const path = '/cgi-bin/menu/get';

  it('T-17 a made-up one', async () => {
    const access_token = 'fake_token_00000000000000000000000000000000';
    expectCgiError(await new Bench().call(path, { access_token }), 40001, stale + advice);
    const before = await new Bench({ clock: '2023-04-03' }).call(path, { access_token });
    expectCgiError(before, 40001, stale);
  });

  it('T-18 expired is not superseded', async () => {
    const bench = new Bench();
    const old = await bench.appToken();
    bench.advance(7201);
    const query = { access_token: old, openid: bench.openid('xiaohong'), lang: 'zh_CN' };
    expectCgiError(await bench.call('/cgi-bin/user/info', query), 42001, 'access_token expired');
    const superseded = await bench.appToken();
    await bench.appToken();
    bench.advance(301);
    const reply = await bench.call('/cgi-bin/user/info', { ...query, access_token: superseded });
    expectCgiError(reply, 40001, stale + advice);
  });

  it('T-19 none', async () => {
    expectCgiError(await new Bench().call(path), 41001, 'access_token missing');
  });

  it('T-20 a user token is none', async () => {
    const bench = new Bench();
    const { access_token, openid } = await bench.grant();
    expectCgiError(await bench.call('/cgi-bin/user/info', { access_token, openid }), 40001, stale + advice);
  });

  it("T-21 another account's openid", async () => {
    const bench = new Bench();
    const openid = bench.openid('xiaohong', 'subscription');
    expectCgiError(await bench.app('/cgi-bin/user/info', { openid }), 40003, 'invalid openid');
  });
});
