import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pushAccount, type StandIn, standIn, type TestGateway, testGateway, writtenAccount } from '../harness.ts';

const keys = Object.fromEntries(
  ['caller', 'holder', 'signer'].map((name) => [name, randomBytes(32).toString('base64url')]),
) as Record<'caller' | 'holder' | 'signer', string>;
const { appId } = pushAccount('service');

let gateway: TestGateway;
let wechat: StandIn;
beforeEach(async () => {
  wechat = standIn();
  // WeChat gives the same stable token until it is forced to give another.
  let serial = 1;
  wechat.answers.set('/cgi-bin/stable_token', ({ body }) => {
    if (JSON.parse(String(body)).force_refresh === true) serial += 1;
    return { access_token: `86_${String(serial).padStart(90, 'T')}`, expires_in: 7200 };
  });
  gateway = await testGateway(
    {
      accounts: [writtenAccount('service', { js_domains: ['shop.example.com'] }), writtenAccount('private')],
      api_keys: [
        { name: 'erp', api_key: keys.caller, accounts: ['service'], scopes: ['call'] },
        { name: 'old-shop', api_key: keys.holder, accounts: ['service'], scopes: ['call', 'token'] },
        { name: 'pages', api_key: keys.signer, accounts: ['service', 'private'], scopes: ['sign'] },
      ],
    },
    { wechat },
  );
});
afterEach(() => gateway.close());

const ask = async (path: string, init: RequestInit & { key?: string } = {}) => {
  const { key, ...rest } = init;
  const reply = await fetch(gateway.url(`/api/v1/accounts${path}`), {
    ...rest,
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...rest.headers },
  });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Record<string, unknown> };
};
const post = (path: string, body: unknown, key = keys.holder, headers: Record<string, string> = {}) =>
  ask(path, {
    method: 'POST',
    key,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  });
const call = (body: unknown, key = keys.caller) => post('/service/call', body, key);
const forced = () => wechat.calls.filter(({ body }) => /"force_refresh":true/.test(String(body))).length;

describe('a call through the gateway', () => {
  it('is made with our token, which the caller never sees', async () => {
    wechat.answers.set('/cgi-bin/user/get', () => ({
      total: 1,
      count: 1,
      data: { openid: ['o1'] },
      next_openid: 'o1',
    }));
    const reply = await call({
      method: 'GET',
      path: '/cgi-bin/user/get',
      query: { next_openid: '', access_token: 'theirs' },
    });
    expect(reply).toMatchObject({ status: 200, body: { total: 1 } });
    expect(reply.headers.get('cache-control')).toBe('no-store');
    const sent = new URL(wechat.calls.find(({ operation }) => operation === '/cgi-bin/user/get')!.url).searchParams;
    expect(sent.getAll('access_token')).toEqual([
      (await gateway.parts.accounts.byName('service')!.wechat.appTokens.get()).value,
    ]);
    expect(JSON.stringify(reply.body)).not.toContain('86_');
  });

  it("hands on WeChat's own refusal, and renews a dead token once", async () => {
    let refusals = 0;
    wechat.answers.set('/cgi-bin/tags/create', () =>
      refusals++ === 0 ? { errcode: 42001, errmsg: 'expired' } : { errcode: 45157, errmsg: 'taken' },
    );
    gateway.clock.time += 1000;
    const reply = await call({ method: 'POST', path: '/cgi-bin/tags/create', body: { tag: { name: '友' } } });
    expect(reply).toMatchObject({ status: 200, body: { errcode: 45157 } });
    expect(forced()).toBe(1);
  });

  it.each([
    '/cgi-bin/token',
    '/cgi-bin/stable_token',
    '/cgi-bin/ticket/getticket',
    '/cgi-bin/clear_quota',
    '/sns/userinfo',
    '/cgi-bin/../sns/userinfo',
    '//evil.example/x',
    '/cgi-bin/user/info?x=1',
  ])('is not made to %s', async (path) => {
    expect(await call({ method: 'GET', path })).toMatchObject({ status: 403, body: { error: 'path_refused' } });
    expect(wechat.calls).toEqual([]);
  });

  it('a path that WeChat has and we do not know is no label of the figures', async () => {
    wechat.answers.set('/cgi-bin/made/up', () => ({ errcode: 0, errmsg: 'ok' }));
    await call({ method: 'POST', path: '/cgi-bin/made/up' });
    const figures = await (await fetch(gateway.urls.metrics)).text();
    expect(figures).toContain('operation="other"');
    expect(figures).not.toContain('made');
  });
});

describe('CUS-01 to CUS-03 who may', () => {
  it.each<[string, () => Promise<{ status: number; body: unknown }>, number, string]>([
    ['CUS-01 without a key', () => ask('/service/token'), 401, 'unauthenticated'],
    ['with a key that is none', () => ask('/service/token', { key: 'x'.repeat(43) }), 401, 'unauthenticated'],
    ['with a key of the wrong scope', () => ask('/service/token', { key: keys.caller }), 403, 'scope'],
    [
      'for an account the key does not cover',
      () => ask('/private/token', { key: keys.holder }),
      404,
      'unknown_account',
    ],
    ['for an account that is not there', () => ask('/nobody/token', { key: keys.holder }), 404, 'unknown_account'],
    [
      'CUS-02 from a browser',
      () => ask('/service/token', { key: keys.holder, headers: { origin: 'https://x.example' } }),
      403,
      'browser',
    ],
    [
      'CUS-03 with the key in the address',
      () => ask(`/service/token?key=${keys.holder}`, { key: keys.holder }),
      400,
      'key_in_query',
    ],
    ['with a body that is odd', () => call({ method: 'DELETE', path: '/cgi-bin/user/get' }), 400, 'bad_request'],
  ])('%s', async (_, request, status, error) => {
    expect(await request()).toMatchObject({ status, body: { error } });
    expect(wechat.calls).toEqual([]);
  });

  it('an exposed key is named in the log, and is not in it', async () => {
    await ask(`/service/token?key=${keys.holder}`);
    expect(gateway.lines.join()).toContain('"key":"old-shop"');
    expect(gateway.lines.join()).not.toContain(keys.holder);
  });
});

describe('a token that is handed out', () => {
  const token = () => ask('/service/token', { key: keys.holder });

  it('has a generation and ends a minute early; CUS-04 500 callers at expiry make one call', async () => {
    expect(await token()).toMatchObject({ status: 200, body: { expires_in: 7140, generation: 1 } });
    gateway.clock.time += 7_200_000;
    const before = wechat.calls.length;
    const answers = await Promise.all(Array.from({ length: 500 }, token));
    expect(new Set(answers.map(({ body }) => body.generation))).toEqual(new Set([2]));
    expect(wechat.calls.length - before).toBe(1);
  });

  it('CUS-06, R14 reported 1,000 times: one refresh in 30 s, 20 a day, and none of another generation', async () => {
    const report = async (generation: unknown) => (await post('/service/token/report-invalid', { generation })).body;
    await token();
    expect(await report(1)).toEqual({ refreshed: false, why: 'too_soon' });
    for (let n = 0; n < 30; n++) {
      gateway.clock.time += 31_000;
      const { generation } = (await gateway.parts.store.appTokens.find(appId))!;
      expect(await report(generation - 1)).toEqual({ refreshed: false, why: 'not_current' });
      for (let again = 0; again < 33; again++) await report(generation);
    }
    expect(forced()).toBe(20);
    // Callers still have a token, and the next day in China begins anew.
    expect((await token()).status).toBe(200);
    gateway.clock.time = Date.parse('2026-03-02T00:00:10+08:00');
    await token();
    gateway.clock.time += 31_000;
    expect(await report((await gateway.parts.store.appTokens.find(appId))!.generation)).toMatchObject({
      refreshed: true,
    });
    expect(forced()).toBe(21);
  });
});

it('R12 three refused tokens in ten minutes are another refresher, and the operator hears of it', async () => {
  let bad = true;
  wechat.answers.set('/cgi-bin/user/info', () =>
    bad ? { errcode: 40001, errmsg: 'invalid credential' } : { errcode: 40003 },
  );
  const { user } = gateway.parts.accounts.byName('service')!.wechat;
  for (let n = 0; n < 3; n++) {
    gateway.clock.time += 60_000;
    bad = true;
    const asked = user.info('o'.repeat(28)).catch(() => {});
    await asked;
    bad = false;
  }
  expect(gateway.counts.get('token.foreign')).toBeGreaterThanOrEqual(1);
  expect(gateway.lines.join()).toContain('another system fetches app tokens');
});

describe('CUS-05 a page that is signed for the JS-SDK', () => {
  const sign = (url: unknown, account = 'service', key = keys.signer) => post(`/${account}/js-config`, { url }, key);
  const ticket = 'kgt8ON7yVITDhtdwci0qefP2k1dHnGNvLq5eGXZGxxx';
  const asked = () => wechat.calls.filter(({ operation }) => operation === '/cgi-bin/ticket/getticket').length;
  beforeEach(() => {
    wechat.answers.set('/cgi-bin/ticket/getticket', () => ({ errcode: 0, errmsg: 'ok', ticket, expires_in: 7200 }));
  });

  it('gets AppID, timestamp, nonce and a signature that is right, and neither token nor ticket', async () => {
    const url = 'https://shop.example.com/cart?id=1&名'.replace('名', '%E5%90%8D');
    const { status, body, headers } = await sign(`${url}#top`);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(body)).toEqual(['appId', 'timestamp', 'nonceStr', 'signature']);
    expect(body).toMatchObject({ appId, timestamp: Math.floor(gateway.clock.time / 1000) });
    const text = `jsapi_ticket=${ticket}&noncestr=${body.nonceStr}&timestamp=${body.timestamp}&url=${url}`;
    expect(body.signature).toBe(createHash('sha1').update(text).digest('hex'));
    for (const secret of [ticket, '86_']) {
      expect(JSON.stringify(body)).not.toContain(secret);
      expect(gateway.lines.join()).not.toContain(secret);
    }
  });

  it.each([
    'https://evil.example/cart',
    'https://shop.example.com.evil.example/',
    'https://evil.shop.example.com/',
    'https://evil.example/?https://shop.example.com/',
    'https://shop.example.com@evil.example/',
    'https://user@shop.example.com/',
    'https://evil.example\\@shop.example.com/',
    'https://shop.example.com\n.evil.example/',
    'javascript:alert(1)//shop.example.com',
    '//shop.example.com/',
    'shop.example.com',
    '',
  ])('is refused for %j', async (url) => {
    expect(await sign(url)).toMatchObject({ status: 403, body: { error: 'page_refused' } });
    expect(wechat.calls).toEqual([]);
  });

  it('is refused where the account names no domains, to a key of another scope, and to a browser', async () => {
    const page = 'https://shop.example.com/';
    expect(await sign(page, 'private')).toMatchObject({ status: 403, body: { error: 'page_refused' } });
    expect(await sign(page, 'service', keys.caller)).toMatchObject({ status: 403, body: { error: 'scope' } });
    const origin = { origin: 'https://shop.example.com' };
    expect(await post('/service/js-config', { url: page }, keys.signer, origin)).toMatchObject({
      status: 403,
      body: { error: 'browser' },
    });
    expect(await sign(7)).toMatchObject({ status: 400 });
  });

  it('costs one ticket in two hours, however many ask, and the ticket is not in the database in clear', async () => {
    await Promise.all(Array.from({ length: 200 }, () => sign('https://shop.example.com/')));
    expect(asked()).toBe(1);
    gateway.clock.time += 7_100_000;
    await sign('https://shop.example.com/');
    expect(asked()).toBe(1);
    gateway.clock.time += 60_000;
    await sign('https://shop.example.com/');
    expect(asked()).toBe(2);
    const row = await gateway.parts.store.appTokens.find(`${appId} jsapi`);
    expect(row?.valueSealed).toBeTruthy();
    expect(row?.valueSealed).not.toContain(ticket);
  });

  it("WeChat's refusal is ours to see, not the caller's", async () => {
    wechat.answers.set('/cgi-bin/ticket/getticket', () => ({ errcode: 48001, errmsg: 'api unauthorized' }));
    expect(await sign('https://shop.example.com/')).toMatchObject({ status: 502, body: { error: 'upstream' } });
  });
});

it('CUS-07 a refused AppSecret is asked about once a minute, and the operator hears of it', async () => {
  let right = false;
  const asked = () => wechat.calls.filter(({ operation }) => operation === '/cgi-bin/stable_token').length;
  wechat.answers.set('/cgi-bin/stable_token', () =>
    right
      ? { access_token: `86_${'R'.repeat(90)}`, expires_in: 7200 }
      : { errcode: 40125, errmsg: 'invalid appsecret, rid: 1' },
  );
  const token = () => ask('/service/token', { key: keys.holder });
  const replies = await Promise.all(Array.from({ length: 20 }, token));
  expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([502]));
  for (let second = 0; second < 59; second++) {
    gateway.clock.time += 1000;
    await token();
  }
  expect(asked()).toBe(1);
  expect(gateway.counts.get('token.credentials')).toBe(1);
  expect(gateway.lines.join()).toContain('refuses the credentials of this account');
  // Once it is put right, the next minute works.
  right = true;
  gateway.clock.time += 1000;
  expect((await token()).status).toBe(200);
  expect(asked()).toBe(2);
});

describe('TEN-01 TEN-02 what a key does not cover', () => {
  it.each([
    ['call', 'POST', '/private/call', { method: 'GET', path: '/cgi-bin/user/get' }, 'caller'],
    ['token', 'GET', '/private/token', undefined, 'holder'],
    ['report-invalid', 'POST', '/private/token/report-invalid', { generation: 1 }, 'holder'],
    ['js-config', 'POST', '/nobody/js-config', { url: 'https://shop.example.com/' }, 'signer'],
  ] as const)('TEN-01 %s is not found, whoever is named where', async (_title, method, path, body, key) => {
    const headers = {
      'content-type': 'application/json',
      'x-account': 'service',
      'x-appid': appId,
      cookie: `account=service; appid=${appId}`,
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const reply = await ask(path, { method, key: keys[key], headers, ...sent });
    expect(reply).toMatchObject({ status: 404, body: { error: 'unknown_account' } });
    expect(wechat.calls).toEqual([]);
  });

  it('TEN-02 an AppID in the body, in a header or in a cookie changes nothing', async () => {
    wechat.answers.set('/cgi-bin/user/get', () => ({ total: 0, count: 0, next_openid: '' }));
    const foreign = pushAccount('private').appId;
    const odd = { cookie: `appid=${foreign}`, 'x-appid': foreign };
    await post(
      '/service/call',
      { method: 'GET', path: '/cgi-bin/user/get', query: { appid: foreign } },
      keys.caller,
      odd,
    );
    expect(wechat.calls.some(({ body }) => String(body).includes(foreign))).toBe(false);
    expect(wechat.calls.filter(({ body }) => String(body).includes(appId))).toHaveLength(1);
    const smuggled = { method: 'GET', path: '/cgi-bin/user/get', account: 'private' };
    expect(await post('/service/call', smuggled, keys.caller)).toMatchObject({ status: 400 });
  });
});

it('CUS-08 an app token of more than 512 characters is kept whole, encrypted, for every node', async () => {
  const long = `86_${'Lx9'.repeat(300)}`;
  wechat.answers.set('/cgi-bin/stable_token', () => ({ access_token: long, expires_in: 7200 }));
  expect((await ask('/service/token', { key: keys.holder })).body.token).toBe(long);
  const { sealer, store } = gateway.parts;
  const row = await store.appTokens.find(appId);
  expect(sealer.open(row!.valueSealed!, ['app_tokens', 'value_sealed', appId])).toBe(long);
});
