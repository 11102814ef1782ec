import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWeChat, type WeChat } from '../src/client.ts';
import * as component from '../src/component-login.ts';
import { wechatHosts } from '../src/hosts.ts';
import { signPage } from '../src/js-sdk.ts';
import { finishLogin } from '../src/oauth.ts';
import type { WireRequest } from '../src/ports.ts';
import type { QrCodeOptions } from '../src/qrcode.ts';
import { app, countingRandom, type Exchange, HandClock, openid, scriptedWeChat, unionid } from './scripted-wechat.ts';

const token: Exchange = { operation: '/cgi-bin/stable_token', reply: { access_token: 'T', expires_in: 7200 } };
const ok = { errcode: 0, errmsg: 'ok' };
const openids = (count: number, first = 0) =>
  Array.from({ length: count }, (_, index) => `o${String(first + index).padStart(27, '0')}`);

function client(...exchanges: Exchange[]): WeChat {
  const { transport } = scriptedWeChat(...exchanges);
  return createWeChat({ ...app, transport, clock: new HandClock(), random: countingRandom() });
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('users', () => {
  it('U-10 U-11 250 openids go out in batches of 100 and come back in order', async () => {
    const all = openids(250);
    const batch = (from: number, to: number): Exchange => ({
      operation: '/cgi-bin/user/info/batchget',
      reply: { user_info_list: all.slice(from, to).map((id, i) => ({ openid: id, subscribe: i % 2, tagid_list: [] })) },
      check: ({ body }) =>
        expect(JSON.parse(body ?? '')).toEqual({
          user_list: all.slice(from, to).map((id) => ({ openid: id, lang: 'en' })),
        }),
    });
    const exchanges = [batch(0, 100), batch(100, 200), batch(200, 250)];
    const lists = await collect(client(token, ...exchanges).user.infos(all, { language: 'en', atATime: 2 }));
    expect(lists.map((list) => list.length)).toEqual([100, 100, 50]);
    const users = lists.flat();
    expect(users.map((user) => user.openid)).toEqual(all);
    expect(users.slice(0, 2).map((user) => user.subscribed)).toEqual([false, true]);
  });

  it('an openid of the wrong shape never leaves', async () => {
    await expect(collect(client(token).user.infos(['x']))).rejects.toThrow(/^openid must be/);
  });

  const page = (ids: string[], next: string, cursor?: string): Exchange => ({
    operation: '/cgi-bin/user/get',
    reply: { total: 3, count: ids.length, ...(ids.length > 0 ? { data: { openid: ids } } : {}), next_openid: next },
    check: ({ url }) => expect(new URL(url).searchParams.get('next_openid') ?? undefined).toBe(cursor),
  });

  it('U-12 followers come page by page until a page is empty', async () => {
    const [a, b, c] = openids(3) as [string, string, string];
    const wechat = client(token, page([a, b], b), page([c], c, b), page([], '', c));
    const pages = await collect(wechat.user.followers());
    expect(pages).toEqual([
      { total: 3, openids: [a, b], cursor: b },
      { total: 3, openids: [c], cursor: c },
    ]);
  });

  it('a walk resumes from a cursor', async () => {
    const [, b, c] = openids(3) as [string, string, string];
    const pages = await collect(client(token, page([c], '', b)).user.followers(b));
    expect(pages).toEqual([{ total: 3, openids: [c], cursor: undefined }]);
  });

  it('U-13 no followers, no pages', async () => {
    expect(await collect(client(token, page([], '')).user.followers())).toEqual([]);
  });

  it('U-15 U-16 remarks of 29 bytes, not of 30', async () => {
    const wechat = client(token, {
      operation: '/cgi-bin/user/info/updateremark',
      reply: ok,
      check: ({ body }) => expect(body).toBe(`{"openid":"${openid}","remark":"${'x'.repeat(29)}"}`),
    });
    await wechat.user.remark(openid, 'x'.repeat(29));
    await expect(wechat.user.remark(openid, '十个汉字就已经太长了')).rejects.toThrow(
      /^remark must have at most 29 bytes/,
    );
  });

  it('tags: list, give, take away', async () => {
    const wechat = client(
      token,
      { operation: '/cgi-bin/tags/get', reply: { tags: [{ id: 2, name: '星标组', count: 1 }] } },
      {
        operation: '/cgi-bin/tags/members/batchtagging',
        reply: ok,
        check: ({ body }) => expect(JSON.parse(body ?? '')).toEqual({ openid_list: [openid], tagid: 2 }),
      },
      { operation: '/cgi-bin/tags/members/batchuntagging', reply: ok },
    );
    expect(await wechat.user.tags()).toEqual([{ id: 2, name: '星标组', count: 1 }]);
    await wechat.user.tag(2, [openid]);
    await wechat.user.untag(2, [openid]);
  });

  it('N-05 migration: each openid has its own outcome', async () => {
    const [a, b] = openids(2) as [string, string];
    const wechat = client(token, {
      operation: '/cgi-bin/changeopenid',
      reply: {
        ...ok,
        result_list: [
          { ori_openid: a, new_openid: openid, err_msg: 'ok' },
          { ori_openid: b, err_msg: 'ori_openid error' },
        ],
      },
      check: ({ body }) =>
        expect(JSON.parse(body ?? '')).toEqual({ from_appid: 'wxfedcba9876543210', openid_list: [a, b] }),
    });
    expect(await wechat.user.migrated('wxfedcba9876543210', [a, b])).toEqual([
      { old: a, new: openid, why: undefined },
      { old: b, new: undefined, why: 'ori_openid error' },
    ]);
  });
});

describe('QR codes', () => {
  it.each<[string, QrCodeOptions, object]>([
    [
      'R-01',
      { scene: 42, expireSeconds: 604800 },
      { expire_seconds: 604800, action_name: 'QR_SCENE', action_info: { scene: { scene_id: 42 } } },
    ],
    [
      'R-02',
      { scene: 'login.abc', expireSeconds: 300 },
      { expire_seconds: 300, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'login.abc' } } },
    ],
    ['R-03', { scene: 100000 }, { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100000 } } }],
    ['R-03', { scene: 'shop' }, { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'shop' } } }],
  ])('%s %j', async (_, options, body) => {
    const wechat = client(token, {
      operation: '/cgi-bin/qrcode/create',
      reply: { ticket: 'gQ/=+', url: 'http://weixin.qq.com/q/x', expire_seconds: 300 },
      check: (request: WireRequest) => expect(JSON.parse(request.body ?? '')).toEqual(body),
    });
    const code = await wechat.qrCode.create(options);
    expect(wechat.qrCode.imageUrl(code.ticket)).toBe('https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ%2F%3D%2B');
  });

  it.each<[string, QrCodeOptions, RegExp]>([
    ['R-04 scene 0', { scene: 0, expireSeconds: 60 }, /^scene must be 1 to 4294967295/],
    ['R-04 permanent 100001', { scene: 100001 }, /^scene must be 1 to 100000/],
    ['R-04 a scene of 65 characters', { scene: 'x'.repeat(65) }, /^scene must have 1 to 64 characters/],
    ['C-10 2592001 seconds', { scene: 1, expireSeconds: 2592001 }, /^expireSeconds must be 1 to 2592000/],
  ])('%s is refused', async (_, options, message) => {
    await expect(client(token).qrCode.create(options)).rejects.toThrow(message);
  });
});

describe('tools', () => {
  it('Q-01 addresses', async () => {
    const wechat = client(
      token,
      { operation: '/cgi-bin/getcallbackip', reply: { ip_list: ['192.0.2.1', '192.0.2.0/25'] } },
      { operation: '/cgi-bin/get_api_domain_ip', reply: { ip_list: [] } },
    );
    expect(await wechat.network.callbackIps()).toEqual(['192.0.2.1', '192.0.2.0/25']);
    expect(await wechat.network.apiDomainIps()).toEqual([]);
  });

  it('Q-02 the way to the webhook', async () => {
    const wechat = client(token, {
      operation: '/cgi-bin/callback/check',
      reply: {
        dns: [{ ip: '192.0.2.1', real_operator: 'UNICOM' }],
        ping: [{ ip: '192.0.2.1', from_operator: 'UNICOM', package_loss: '100%', time: '' }],
      },
      check: ({ body }) => expect(body).toBe('{"action":"all","check_operator":"DEFAULT"}'),
    });
    expect(await wechat.network.checkCallback()).toEqual({
      dns: [{ ip: '192.0.2.1', operator: 'UNICOM' }],
      ping: [{ ip: '192.0.2.1', from: 'UNICOM', lost: true, time: undefined }],
    });
  });

  it('Q-05 Q-06 Q-07 Q-09 quotas', async () => {
    const wechat = client(
      token,
      {
        operation: '/cgi-bin/openapi/quota/get',
        reply: {
          ...ok,
          quota: { daily_limit: 5000000, used: 7, remain: 4999993 },
          rate_limit: { call_count: 1000, refresh_second: 60 },
        },
      },
      { operation: '/cgi-bin/openapi/quota/clear', reply: ok },
      {
        operation: '/cgi-bin/clear_quota',
        reply: ok,
        check: ({ body }) => expect(body).toBe(`{"appid":"${app.appId}"}`),
      },
      { operation: '/cgi-bin/clear_quota/v2', reply: ok, check: ({ url }) => expect(url).not.toContain('?') },
    );
    expect(await wechat.quota.of('/cgi-bin/user/info')).toEqual({
      daily: { limit: 5000000, used: 7, remaining: 4999993 },
      rate: { calls: 1000, seconds: 60 },
    });
    await wechat.quota.clear('/cgi-bin/user/info');
    await wechat.quota.clearAll();
    await wechat.quota.clearAll({ bySecret: true });
    await expect(wechat.quota.of('https://api.weixin.qq.com/x')).rejects.toThrow(/^path must begin with/);
  });

  it('Q-10 what became of a rid', async () => {
    const rid = '69554880-395edb8d-336ae042';
    const request = {
      invoke_time: 1767196800,
      cost_in_ms: 3,
      request_url: 'q',
      request_body: 'b',
      response_body: 'r',
      client_ip: '192.0.2.9',
    };
    const wechat = client(token, { operation: '/cgi-bin/openapi/rid/get', reply: { ...ok, request } });
    expect(await wechat.quota.rid(rid)).toEqual({
      invokedAt: 1767196800,
      costMs: 3,
      requestUrl: 'q',
      requestBody: 'b',
      responseBody: 'r',
      clientIp: '192.0.2.9',
    });
    await expect(wechat.quota.rid('x')).rejects.toThrow(/^rid must be/);
  });
});

describe('the JS-SDK', () => {
  it('C-12 a ticket', async () => {
    const wechat = client(token, {
      operation: '/cgi-bin/ticket/getticket',
      reply: { ...ok, ticket: 'HoagFKDcsGMVCIY2vOjf9', expires_in: 7200 },
      check: ({ url }) => expect(url).toMatch(/&type=jsapi$/),
    });
    expect(await wechat.jsSdk.ticket()).toEqual({ ticket: 'HoagFKDcsGMVCIY2vOjf9', expiresIn: 7200 });
  });

  it('one ticket signs the pages of two hours, however many load at once', async () => {
    const clock = new HandClock();
    const answer = (ticket: string) => ({
      operation: '/cgi-bin/ticket/getticket',
      reply: { ...ok, ticket, expires_in: 7200 },
    });
    const { transport } = scriptedWeChat(token, answer('T1'), token, answer('T2'));
    const { jsSdk } = createWeChat({ ...app, transport, clock, random: countingRandom() });
    const url = 'https://a.test/p?x=1';
    const signedBy = async (ticket: string) => {
      const { timestamp, nonceStr, signature } = await jsSdk.config(url);
      const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`;
      return signature === createHash('sha1').update(text).digest('hex');
    };
    expect(await Promise.all([1, 2, 3].map(() => signedBy('T1')))).toEqual([true, true, true]);
    clock.advance(7139);
    expect(await signedBy('T1')).toBe(true);
    clock.advance(1);
    expect(await signedBy('T2')).toBe(true);
    await expect(jsSdk.config('/p')).rejects.toThrow(/^url must be/);
  });

  it('a ticket that WeChat refused is asked for again', async () => {
    const operation = '/cgi-bin/ticket/getticket';
    const { jsSdk } = client(
      token,
      { operation, reply: { errcode: 48001, errmsg: 'api unauthorized' } },
      { operation, reply: { ...ok, ticket: 'T', expires_in: 7200 } },
    );
    await expect(jsSdk.config('https://a.test/')).rejects.toMatchObject({ errcode: 48001 });
    await expect(jsSdk.config('https://a.test/')).resolves.toMatchObject({ appId: app.appId });
  });

  it('a page is signed without its fragment', () => {
    const page = { appId: app.appId, ticket: 'T', url: 'https://a.test/p?x=1#/route' };
    const config = signPage(page, 1414587457_000, { bytes: (n) => new Uint8Array(n).fill(0xab) });
    expect(config).toEqual({ ...config, appId: app.appId, timestamp: 1414587457, nonceStr: 'abababababababab' });
    expect(config.signature).toBe('c4f5edab9a5843af79566e3b1a41b4f231453c6a');
    expect(
      signPage({ ...page, url: 'https://a.test/p?x=1' }, 1414587457_000, {
        bytes: (n) => new Uint8Array(n).fill(0xab),
      }),
    ).toEqual(config);
  });
});

describe('neighbours', () => {
  it('L-01 the scan login of a website app', () => {
    const { url, transaction } = client().oauth.startWebsite({ redirectUri: 'https://a.test/cb', language: 'en' });
    expect(url).toBe(
      `https://open.weixin.qq.com/connect/qrconnect?appid=${app.appId}&redirect_uri=https%3A%2F%2Fa.test%2Fcb` +
        `&response_type=code&scope=snsapi_login&state=${transaction.state}&lang=en#wechat_redirect`,
    );
    expect(finishLogin(new URLSearchParams({ code: 'c', state: transaction.state }), transaction).code).toBe('c');
  });

  it('N-01 the login of a mini program', async () => {
    const wechat = client({
      operation: '/sns/jscode2session',
      reply: { openid, session_key: 'tiihtNczf5v6AKRyjwEUhQ==', unionid },
      check: ({ url }) => expect(url).toMatch(/js_code=071code&grant_type=authorization_code$/),
    });
    expect(await wechat.miniProgram.login('071code')).toEqual({
      appId: app.appId,
      openid,
      unionid,
      sessionKey: 'tiihtNczf5v6AKRyjwEUhQ==',
    });
  });

  it('N-02 a code of wx.login that was used says whose move it is, and is not sent again', async () => {
    const wechat = client({ operation: '/sns/jscode2session', reply: { errcode: 40163, errmsg: 'code been used' } });
    await expect(wechat.miniProgram.login('071code')).rejects.toMatchObject({
      errcode: 40163,
      mover: 'authorise-again',
    });
  });

  it('N-04 a third-party platform: address, exchange and refresh', () => {
    const options = { redirectUri: 'https://a.test/cb', scope: 'snsapi_base', state: 's' } as const;
    expect(component.componentAuthoriseUrl(wechatHosts, app.appId, 'wxcccccccccccccccc', options)).toMatch(
      /&state=s&component_appid=wxcccccccccccccccc#wechat_redirect$/,
    );
    const checked = finishLogin(new URLSearchParams({ code: 'c', state: 's' }), { ...options, appId: app.appId });
    const platform = { appId: 'wxcccccccccccccccc', token: 'CT' };
    expect(component.componentExchangeRequest(wechatHosts, platform, checked).url).toBe(
      `https://api.weixin.qq.com/sns/oauth2/component/access_token?appid=${app.appId}&code=c` +
        '&grant_type=authorization_code&component_appid=wxcccccccccccccccc&component_access_token=CT',
    );
    const reply = (more: object) => ({
      status: 200,
      body: new TextEncoder().encode(
        JSON.stringify({
          access_token: 'U',
          expires_in: 7200,
          refresh_token: 'R',
          openid,
          scope: 'snsapi_base',
          ...more,
        }),
      ),
    });
    const grant = component.processComponentExchange(checked, reply({}), 0);
    expect(grant).toMatchObject({ kind: 'person', openid });
    expect(component.processComponentExchange(checked, reply({ is_snapshotuser: 1 }), 0)).toEqual({
      kind: 'snapshot',
      appId: app.appId,
    });
    if (grant.kind !== 'person') return;
    expect(component.componentRefreshRequest(wechatHosts, platform, grant).url).toContain('refresh_token=R');
    expect(component.processComponentRefresh(reply({ access_token: 'U2' }), grant, 0)).toMatchObject({
      userToken: 'U2',
    });
  });
});
