import type { QuirkName } from '@mingpian/facts/quirks';
import { describe, expect, it } from 'vitest';
import { quotaUse } from '../../src/wechat/quota.ts';
import { follow, unfollow } from '../../src/world/follows.ts';
import { expireUserTokens, withdrawGrants } from '../../src/world/grants.ts';
import { Bench, expectSnsError } from './bench.ts';

const stale = 'invalid credential, access_token is invalid or not latest';

function quirky(...quirks: QuirkName[]): Bench {
  const bench = new Bench();
  bench.account().quirks = quirks;
  return bench;
}

const tokens = { access_token: expect.any(String), expires_in: 7200, refresh_token: expect.any(String) };

describe('sns/oauth2/access_token', () => {
  it('S-01 snsapi_base: five fields', async () => {
    const bench = new Bench();
    const reply = await bench.exchange(bench.code('xiaoming', 'snsapi_base'));
    expect(reply.status).toBe(200);
    expect(reply.type).toBe('text/plain');
    expect(reply.json).toEqual({ ...tokens, openid: bench.openid('xiaoming'), scope: 'snsapi_base' });
  });

  it('S-02 snsapi_userinfo in a group: with unionid, in the order of the wire', async () => {
    const bench = new Bench();
    const { json } = await bench.exchange(bench.code());
    expect(json).toEqual({
      ...tokens,
      openid: bench.openid('xiaoming'),
      scope: 'snsapi_userinfo',
      unionid: bench.unionid('xiaoming'),
    });
    expect(Object.keys(json)).toEqual(['access_token', 'expires_in', 'refresh_token', 'openid', 'scope', 'unionid']);
  });

  it('S-02 quirk snsOmitScope', async () => {
    expect(await quirky('snsOmitScope').grant()).not.toHaveProperty('scope');
  });

  it('S-03 outside a group: no unionid key', async () => {
    const bench = new Bench();
    bench.account().openPlatform = null;
    expect((await bench.exchange(bench.code())).json).toEqual({
      ...tokens,
      openid: bench.openid('xiaoming'),
      scope: 'snsapi_userinfo',
    });
  });

  it('S-04 a snapshot page: a virtual user of its own for every visit', async () => {
    const bench = new Bench();
    const [one, other] = [await bench.grant('visitor'), await bench.grant('visitor')];
    for (const grant of [one, other]) {
      expect(grant).toEqual({
        ...tokens,
        openid: expect.stringMatching(/^o[A-Za-z0-9_-]{27}$/),
        scope: 'snsapi_userinfo',
        unionid: expect.any(String),
        is_snapshotuser: 1,
      });
      expect(grant.openid).not.toBe(bench.openid('visitor'));
      expect(grant.unionid).not.toBe(bench.unionid('visitor'));
    }
    expect(one.openid).not.toBe(other.openid);
    expect(one.unionid).not.toBe(other.unionid);
    expect(await bench.grant('xiaoming')).not.toHaveProperty('is_snapshotuser');
  });

  it('S-04 quirks snapshotFlagMissing and sharedSnapshotUnionid', async () => {
    const bench = quirky('snapshotFlagMissing', 'sharedSnapshotUnionid');
    const [one, other] = [await bench.grant('visitor'), await bench.grant('visitor')];
    expect(one).not.toHaveProperty('is_snapshotuser');
    expect(other).toHaveProperty('is_snapshotuser', 1);
    expect(one.unionid).toBe(other.unionid);
    expect(one.openid).not.toBe(other.openid);
  });

  it('S-05 in 2014 a comma follows snsapi_userinfo and nothing else', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    expect((await bench.grant('xiaoming', 'snsapi_userinfo')).scope).toBe('snsapi_userinfo,');
    expect((await bench.grant('xiaoming', 'snsapi_base')).scope).toBe('snsapi_base');
    expect((await quirky('trailingScopeComma').grant()).scope).toBe('snsapi_userinfo,');
  });

  it('S-06 second use of a code answers 40163', async () => {
    const bench = new Bench();
    const code = bench.code();
    await bench.exchange(code);
    expectSnsError(await bench.exchange(code), 40163, 'code been used');
    bench.account().quirks = ['usedCodeAs40029'];
    expectSnsError(await bench.exchange(code), 40029, 'invalid code');
  });

  it('S-07 a code that was never minted', async () => {
    expectSnsError(await new Bench().exchange('0'.repeat(32)), 40029, 'invalid code');
  });

  it('S-08 a stale code', async () => {
    const bench = new Bench();
    const code = bench.code();
    bench.advance(301);
    expectSnsError(await bench.exchange(code), 40029, 'invalid code');
    bench.account().quirks = ['expiredCodeAs42003'];
    expectSnsError(await bench.exchange(code), 42003, 'code expired');
  });

  it("S-09 another account's code stays usable for its own", async () => {
    const bench = new Bench();
    const code = bench.code();
    expectSnsError(await bench.exchange(code, 'sandbox'), 40029, 'invalid code');
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaoming'));
  });

  it('S-10 a wrong secret does not burn the code', async () => {
    const bench = new Bench();
    const code = bench.code();
    expectSnsError(await bench.exchange(code, 'service', { secret: '0'.repeat(32) }), 40125, 'invalid appsecret');
    bench.account().quirks = ['badSecretAs40001'];
    expectSnsError(await bench.exchange(code, 'service', { secret: '0'.repeat(32) }), 40001, stale);
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaoming'));
  });

  it.each([
    ['S-11 an unknown AppID', { appid: 'wx0000000000000000' }, 40013, 'invalid appid'],
    ['S-12 no code', { code: undefined }, 41008, 'missing code'],
    ['S-13 no AppID', { appid: undefined }, 41002, 'appid missing'],
    ['S-13 no secret', { secret: undefined }, 41004, 'appsecret missing'],
    ['S-14 another grant type', { grant_type: 'x' }, 40002, 'invalid grant_type'],
    ['S-14 no grant type', { grant_type: undefined }, 40002, 'invalid grant_type'],
  ])('%s', async (_title, query, errcode, errmsg) => {
    const bench = new Bench();
    expectSnsError(await bench.exchange(bench.code(), 'service', query), errcode, errmsg);
  });

  it('S-15 text/plain without charset, UTF-8, numbers as numbers', async () => {
    const bench = new Bench();
    const reply = await bench.exchange(bench.code());
    expect(reply.type).toBe('text/plain');
    for (const [name, value] of Object.entries(reply.json)) {
      expect(typeof value).toBe(name === 'expires_in' ? 'number' : 'string');
    }
    expect((await bench.profile(reply.json)).text).toContain('"headimgurl":"https:\\/\\/thirdwx.qlogo.cn\\/');
    const other = quirky('snsJsonContentType');
    expect((await other.exchange(other.code())).type).toBe('application/json; encoding=utf-8');
  });

  it('S-16 of two exchanges at the same time one succeeds', async () => {
    const bench = new Bench();
    const code = bench.code();
    const replies = await Promise.all([bench.exchange(code), bench.exchange(code)]);
    expect(replies.map(({ json }) => json.errcode ?? 0).sort()).toEqual([0, 40163]);
  });

  it('S-34 openids differ by account, unionid by group', async () => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaoming'), bench.account('sandbox'), 'search');
    const service = await bench.grant('xiaoming', 'snsapi_userinfo');
    const sandbox = await bench.grant('xiaoming', 'snsapi_userinfo', 'sandbox');
    expect(sandbox.openid).not.toBe(service.openid);
    expect(sandbox).not.toHaveProperty('unionid');
    expect(bench.openid('xiaoming', 'website')).not.toBe(service.openid);
    expect(bench.unionid('xiaoming', 'website')).toBe(service.unionid);
  });

  it('S-35 an unfollow and a follow keep the openid', async () => {
    const bench = new Bench();
    const before = (await bench.grant('xiaohong')).openid;
    unfollow(bench.world, bench.person('xiaohong'), bench.account());
    follow(bench.world, bench.person('xiaohong'), bench.account(), 'search');
    expect((await bench.grant('xiaohong')).openid).toBe(before);
  });

  it('S-36 openids look like openids', () => {
    const bench = new Bench();
    for (const account of bench.world.state.accounts) {
      for (const { name } of bench.world.state.people) {
        expect(bench.openid(name, account.name)).toMatch(/^o[A-Za-z0-9_-]{27}$/);
      }
    }
  });

  it('S-38 50 000 a minute', async () => {
    const bench = new Bench();
    const code = bench.code();
    quotaUse(bench.world, bench.account(), 'codeExchange').usedThisMinute = 50_000;
    const text = 'api minute-quota reach limit  mustslower  retry next minute';
    expectSnsError(await bench.exchange(code), 45011, text);
    bench.advance(60);
    expect((await bench.exchange(code)).json.openid).toBe(bench.openid('xiaoming'));
  });

  it('S-41 fault systemBusy burns the code, systemBusyKeepsCode does not', async () => {
    const bench = new Bench();
    const operation = '/sns/oauth2/access_token';
    const code = bench.code();
    bench.world.state.faults = [{ operation, fault: 'systemBusy', times: 1, rate: null }];
    expectSnsError(await bench.exchange(code), -1, 'system error');
    expectSnsError(await bench.exchange(code), 40163, 'code been used');
    const kept = bench.code();
    bench.world.state.faults = [{ operation, fault: 'systemBusyKeepsCode', times: 1, rate: null }];
    expectSnsError(await bench.exchange(kept), -1, 'system error');
    expect((await bench.exchange(kept)).json.openid).toBe(bench.openid('xiaoming'));
  });

  it('S-42 a frozen secret', async () => {
    const bench = new Bench();
    const code = bench.code();
    bench.account().secretFrozen = true;
    expectSnsError(await bench.exchange(code), 40243, 'AppSecret frozen');
  });
});

describe('sns/oauth2/refresh_token', () => {
  it('S-17, S-19, S-22 while the token lives it is extended, without a secret', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    bench.advance(1000);
    const reply = await bench.refresh(grant.refresh_token);
    expect(reply.type).toBe('text/plain');
    expect(reply.json).toEqual({
      access_token: grant.access_token,
      expires_in: 7200,
      refresh_token: grant.refresh_token,
      openid: grant.openid,
      scope: 'snsapi_userinfo',
    });
    bench.advance(7199);
    expect((await bench.profile(grant)).json.nickname).toBe('小明');
  });

  it('S-18 once it is dead there is a new one', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    bench.advance(7201);
    const { json } = await bench.refresh(grant.refresh_token);
    expect(json.access_token).not.toBe(grant.access_token);
    expect(json.refresh_token).toBe(grant.refresh_token);
    expect((await bench.profile(json)).json.nickname).toBe('小明');
  });

  it('S-19 quirk rotateRefreshToken', async () => {
    const bench = quirky('rotateRefreshToken');
    const { refresh_token } = await bench.grant();
    const rotated = (await bench.refresh(refresh_token)).json.refresh_token;
    expect(rotated).not.toBe(refresh_token);
    expectSnsError(await bench.refresh(refresh_token), 40030, 'invalid refresh_token');
    expect((await bench.refresh(rotated)).json.expires_in).toBe(7200);
  });

  it('S-20 use does not prolong its 30 days', async () => {
    const bench = new Bench();
    const { refresh_token } = await bench.grant();
    bench.advance(29 * 86_400);
    expect((await bench.refresh(refresh_token)).json.expires_in).toBe(7200);
    bench.advance(86_401);
    expectSnsError(await bench.refresh(refresh_token), 42002, 'refresh_token expired');
  });

  it('S-21 one that was never issued', async () => {
    expectSnsError(await new Bench().refresh('bad'), 40030, 'invalid refresh_token');
    expectSnsError(await quirky('refreshBogusAs40029').refresh('bad'), 40029, 'invalid code');
  });

  it('S-37 a later snsapi_base authorisation changes nothing, unless the quirk is on', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    await bench.grant('xiaoming', 'snsapi_base');
    expect((await bench.profile(grant)).json.nickname).toBe('小明');
    bench.account().quirks = ['baseAuthKillsRefresh'];
    await bench.grant('xiaoming', 'snsapi_base');
    expectSnsError(await bench.profile(grant), 40001, stale);
    expectSnsError(await bench.refresh(grant.refresh_token), 40030, 'invalid refresh_token');
  });
});

describe('sns/userinfo', () => {
  it('S-23 the profile of today', async () => {
    const bench = new Bench();
    const reply = await bench.profile(await bench.grant());
    expect(reply.status).toBe(200);
    expect(reply.type).toBe('text/plain');
    expect(reply.json).toEqual({
      openid: bench.openid('xiaoming'),
      nickname: '小明',
      sex: 0,
      language: '',
      city: '',
      province: '',
      country: '',
      headimgurl: expect.stringMatching(/^https:\/\/thirdwx\.qlogo\.cn\/mmopen\/vi_32\/[A-Za-z0-9_-]+\/132$/),
      privilege: [],
      unionid: bench.unionid('xiaoming'),
    });
  });

  it('S-24 a snsapi_base token', async () => {
    const bench = new Bench();
    expectSnsError(await bench.profile(await bench.grant('xiaoming', 'snsapi_base')), 48001, 'api unauthorized');
  });

  it('S-25 a made-up token, and an app token', async () => {
    const bench = new Bench();
    const openid = bench.openid('xiaoming');
    expectSnsError(await bench.profile({ access_token: 'fake_snstoken_00000000000000', openid }), 40001, stale);
    expectSnsError(await bench.profile({ access_token: await bench.appToken(), openid }), 40001, stale);
  });

  it("S-26 somebody else's openid", async () => {
    const bench = new Bench();
    const { access_token } = await bench.grant();
    expectSnsError(await bench.profile({ access_token, openid: bench.openid('xiaohong') }), 40003, 'invalid openid');
  });

  it('S-27 an expired token can be refreshed', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    bench.advance(7201);
    expectSnsError(await bench.profile(grant), 42001, 'access_token expired');
    expect((await bench.refresh(grant.refresh_token)).json.expires_in).toBe(7200);
  });

  it('S-28 the virtual user of a snapshot page', async () => {
    const bench = new Bench();
    const grant = await bench.grant('visitor');
    const { json } = await bench.profile(grant);
    expect(json).toEqual({
      openid: grant.openid,
      nickname: expect.any(String),
      sex: 0,
      language: '',
      city: '',
      province: '',
      country: '',
      headimgurl: expect.stringMatching(/^https:\/\//),
      privilege: [],
      unionid: grant.unionid,
    });
    expect(json.nickname).not.toBe('访客');
    bench.account().quirks = ['snapshotUserinfo48001'];
    expectSnsError(await bench.profile(grant), 48001, 'api unauthorized');
  });

  it('S-29 lang changes the names of the region alone', async () => {
    const bench = new Bench({ clock: '2014-01-01' });
    const grant = await bench.grant();
    const chinese = (await bench.profile(grant)).json;
    const english = (await bench.profile(grant, 'en')).json;
    expect(english).toEqual({ ...chinese, city: 'Shenzhen', province: 'Guangdong', country: 'China' });
    expect((await bench.profile(grant, 'zh_TW')).json).toEqual({ ...chinese, province: '廣東', country: '中國' });
  });

  it('S-30 a new picture has a new address and the old one is gone', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    const before = (await bench.profile(grant)).json.headimgurl;
    bench.person('xiaoming').avatar = 'b';
    const after = (await bench.profile(grant)).json.headimgurl;
    expect(after).not.toBe(before);
    expect((await bench.call(new URL(before).pathname)).status).toBe(404);
    expect((await bench.call(new URL(after).pathname)).status).toBe(200);
  });

  it('S-31 no picture', async () => {
    const bench = new Bench();
    bench.person('xiaoming').avatar = '';
    expect((await bench.profile(await bench.grant())).json.headimgurl).toBe('');
  });

  it.each([
    ['0', 640],
    ['46', 46],
    ['64', 64],
    ['96', 96],
    ['132', 132],
  ])('S-32 size %s is a square of %i', async (size, side) => {
    const bench = new Bench();
    const { headimgurl } = (await bench.profile(await bench.grant())).json;
    const url = new URL(headimgurl.replace(/\d+$/, size));
    const response = await bench.world.fetch(new Request(url, { headers: { host: url.host } }));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('image/png');
    const picture = Buffer.from(await response.arrayBuffer());
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([side, side]);
  });

  it('S-32 another size is not served', async () => {
    const bench = new Bench();
    const { headimgurl } = (await bench.profile(await bench.grant())).json;
    expect((await bench.call(new URL(headimgurl).pathname.replace(/\d+$/, '100'))).status).toBe(404);
  });

  it('S-39 a nickname comes through as it is', async () => {
    const bench = new Bench();
    const { nickname } = bench.person('emoji');
    expect(nickname).toMatch(/["'<\u200F]/u);
    const reply = await bench.profile(await bench.grant('emoji'));
    expect(reply.json.nickname).toBe(nickname);
    expect(reply.text).toContain('<b>');
    expect(reply.text).toContain('\u{1F431}');
    expect(reply.text).toContain('\u200F');
  });

  it('S-40 missing parameters', async () => {
    const bench = new Bench();
    const { access_token, openid } = await bench.grant();
    const { appId } = bench.account();
    const refresh = await bench.call('/sns/oauth2/refresh_token', { appid: appId, grant_type: 'refresh_token' });
    expectSnsError(refresh, 41003, 'refresh_token missing');
    expectSnsError(await bench.call('/sns/userinfo', { access_token }), 41009, 'missing openid');
    expectSnsError(await bench.call('/sns/userinfo', { openid }), 41001, 'access_token missing');
  });

  it('S-43 withdrawn, limited, password changed', async () => {
    const bench = new Bench();
    const withdrawn = await bench.grant();
    withdrawGrants(bench.world, bench.account(), 'xiaoming');
    expectSnsError(await bench.profile(withdrawn), 50001, 'user unauthorized');
    const limited = await bench.grant();
    bench.person('xiaoming').banned = true;
    expectSnsError(await bench.profile(limited), 50002, 'user limited');
    bench.person('xiaoming').banned = false;
    bench.advance(1);
    bench.person('xiaoming').passwordChangedAt = bench.world.now();
    expect((await bench.profile(limited)).json.errcode).toBe(42007);
    expect((await bench.refresh(limited.refresh_token)).json.errcode).toBe(42007);
  });

  it('E-05 after a withdrawal nothing works and the sheet comes back', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    withdrawGrants(bench.world, bench.account(), 'xiaoming');
    expectSnsError(await bench.profile(grant), 50001, 'user unauthorized');
    expectSnsError(await bench.refresh(grant.refresh_token), 50001, 'user unauthorized');
    expect(bench.open('xiaoming', bench.link({ scope: 'snsapi_userinfo' })).kind).toBe('sheet');
  });

  it('S-44 a cancelled WeChat account', async () => {
    const bench = new Bench();
    const grant = await bench.grant();
    bench.person('xiaoming').cancelledAt = bench.world.now();
    expect((await bench.profile(grant)).json).toMatchObject({ nickname: '用户已经注销', headimgurl: '' });
  });
});

describe('sns/auth', () => {
  it('S-33 its three answers', async () => {
    const bench = new Bench();
    const { access_token, openid } = await bench.grant();
    const check = (query: Record<string, string>) => bench.call('/sns/auth', { access_token, openid, ...query });
    const good = await check({});
    expect(good.type).toBe('text/plain');
    expect(good.json).toEqual({ errcode: 0, errmsg: 'ok' });
    expectSnsError(await check({ openid: bench.openid('xiaohong') }), 40003, 'invalid openid');
    expireUserTokens(bench.world, bench.account());
    expectSnsError(await check({}), 42001, 'access_token expired');
  });
});
