import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { operations } from '../src/control/routes.ts';
import { createWorld, type LiveWorld } from '../src/world.ts';
import { startWebhook, type Webhook } from './fixtures/webhook.ts';
import { manualTimers, TODAY } from './fixtures/worlds.ts';

const BASE = 'http://127.0.0.1/_sim/v1';
const DEFAULT = '/worlds/default';

// biome-ignore lint/suspicious/noExplicitAny: answers are looked at by the tests, field by field
type Json = any;

interface Answer {
  status: number;
  type: string | null;
  body: Json;
}

let world: LiveWorld;
let webhook: Webhook;
const host = { now: TODAY };
/** `METHOD path` of every operation that some test called; the last test compares it with the list. */
const called = new Set<string>();

beforeEach(async () => {
  host.now = TODAY;
  world = createWorld({ seed: 'control', clock: TODAY, now: () => host.now });
  webhook = await startWebhook();
});
afterEach(async () => {
  await world.worlds.close();
  await webhook.close();
});

async function call(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const init = { method, headers: { 'content-type': 'application/json', ...headers } };
  const request = new Request(BASE + path, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  const asked = path.split('?')[0] ?? '';
  for (const operation of operations) {
    const form = new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
    if (operation.method === method.toLowerCase() && form.test(asked)) called.add(`${method} ${operation.path}`);
  }
  const response = await world.fetch(request);
  const text = await response.text();
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: text === '' ? null : JSON.parse(text),
  };
}
const get = (path: string) => call('GET', path);
const put = (path: string, body: unknown) => call('PUT', path, body);
const post = (path: string, body?: unknown) => call('POST', path, body);
const act = (person: string, verb: string, body?: unknown) => post(`${DEFAULT}/people/${person}/${verb}`, body);
const account = (name: string) => `${DEFAULT}/accounts/${name}`;
const connect = () => put(account('service'), { push: { url: webhook.url, mode: 'plain' } });

function expectProblem(answer: Answer, status: number, detail: string): void {
  expect(answer).toMatchObject({ status, type: 'application/problem+json' });
  expect(answer.body).toEqual({
    type: expect.stringMatching(/^urn:mingpian:simulator:/),
    title: expect.any(String),
    status,
    detail: expect.stringContaining(detail),
  });
}

describe('problems', () => {
  it.each([
    ['GET', '/worlds/nope', 'no world "nope"'],
    ['GET', `${DEFAULT}/accounts/nope`, 'account named "nope"'],
    ['GET', `${DEFAULT}/people/nope`, 'person named "nope"'],
    ['GET', `${DEFAULT}/chats/nope/service`, 'person named "nope"'],
    ['GET', '/nope', 'openapi.json'],
    ['GET', '/', 'there is no / in this API'],
  ])('404 %s %s', async (method, path, detail) => {
    expectProblem(await call(method, path), 404, detail);
  });

  it('405 names the methods there are', async () => {
    expectProblem(await call('DELETE', `${DEFAULT}/clock`), 405, 'GET, POST');
  });

  it.each<[string, string, unknown, string]>([
    ['PUT', account('service'), { colour: 'red' }, 'colour'],
    ['PUT', account('service'), { quirks: ['nope'] }, 'badSecretAs40001'],
    ['PUT', account('service'), { push: { mode: 'loud' } }, 'push.mode'],
    ['PUT', account('service'), { push: { token: 'a b' } }, 'push.token'],
    ['PUT', account('service'), { push: { url: 'ftp://h.test/' } }, 'http or https'],
    ['PUT', account('website'), { push: { mode: 'plain' } }, 'receives no pushes'],
    ['PUT', account('service'), { ipAllowlist: ['everybody'] }, 'ipAllowlist'],
    ['PUT', `${DEFAULT}/people/xiaoming`, { sex: 3 }, 'sex'],
    ['PUT', DEFAULT, { consentMemory: 'a day' }, '"30s"'],
    ['POST', '/worlds', { profile: 'dream' }, 'profile'],
    ['POST', '/worlds', { clock: 'noon' }, 'ISO 8601'],
    ['POST', '/worlds', { state: { schema: 99 } }, 'schema'],
    ['POST', `${DEFAULT}/restore`, { id: 's9' }, 's9'],
    ['POST', `${DEFAULT}/clock`, { advance: '2h', freeze: true }, 'one of'],
    ['PUT', `${DEFAULT}/faults`, [{ operation: '*', fault: 'nope' }], 'one of errcode'],
    ['PUT', `${DEFAULT}/faults`, [{ operation: 'push', fault: 'html' }], 'cannot strike'],
    ['PUT', `${DEFAULT}/faults`, [{ operation: '/sns/nothing', fault: 'html' }], 'a path that is simulated'],
    ['POST', `${DEFAULT}/clock`, { travelTo: 'Jan 1 2014' }, 'one of'],
    ['POST', `${DEFAULT}/people/xiaohong/say`, { account: 'service' }, 'text: is missing'],
    ['POST', `${DEFAULT}/people/xiaohong/follow`, { account: 'service', via: 'telepathy' }, 'via'],
    ['POST', `${DEFAULT}/people/xiaoming/follow`, { account: 'service', ticket: 'nope' }, 'ticket'],
    ['POST', `${DEFAULT}/people/xiaohong/send`, { account: 'service', type: 'smell' }, 'type'],
    ['GET', `${DEFAULT}/chats/xiaohong/service?wait=31`, undefined, 'wait'],
    ['GET', `${DEFAULT}/ledger?kind=secret`, undefined, 'kind'],
  ])('422 %s %s %j', async (method, path, body, detail) => {
    expectProblem(await call(method, path, body), 422, detail);
  });

  it('422 a body that is not JSON', async () => {
    const request = new Request(`${BASE}${DEFAULT}/clock`, { method: 'POST', body: '{' });
    expect((await world.fetch(request)).status).toBe(422);
  });

  it.each<[string, string, unknown, string]>([
    ['writes to an account not followed', 'say', { account: 'service', text: 'hi' }, 'does not follow'],
    ['follows a website', 'follow', { account: 'website' }, 'no chat'],
    ['taps a menu that is not there', 'tap-menu', { account: 'subscription', path: 'A' }, 'does not follow'],
    ['withdraws nothing', 'withdraw', { account: 'service' }, 'nothing to withdraw'],
    ['allows without a sheet', 'allow', undefined, 'no consent sheet'],
    ['goes back without a page', 'back', undefined, 'no page'],
    ['asks for the full service of nothing', 'use-full-service', undefined, 'no snapshot page'],
    ['submits nothing', 'submit', { url: '/', fields: {} }, 'no page'],
  ])('409 xiaoming %s', async (_, verb, body, detail) => {
    expectProblem(await act('xiaoming', verb, body), 409, detail);
  });

  it('409 a name that is taken, and the first world', async () => {
    expectProblem(await post(`${DEFAULT}/accounts`, { name: 'service', kind: 'service' }), 409, 'already');
    expectProblem(await post(`${DEFAULT}/people`, { name: 'xiaoming' }), 409, 'already');
    expectProblem(await call('DELETE', DEFAULT), 409, 'first world');
  });
});

describe('who may call', () => {
  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:9' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { host: 'rebound.example' },
  ])('403 %j', async (headers) => {
    for (const [method, path] of [
      ['GET', '/ready'],
      ['POST', `${DEFAULT}/reset`],
    ] as const) {
      expectProblem(await call(method, path, undefined, headers), 403, '');
    }
  });

  it.each<Record<string, string>>([
    {},
    { origin: 'http://127.0.0.1' },
    { 'sec-fetch-site': 'same-origin' },
    { host: 'simulator:4014' },
  ])('200 %j, without CORS headers', async (headers) => {
    const response = await world.fetch(new Request(`${BASE}/ready`, { headers }));
    expect(response.status).toBe(200);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('worlds', () => {
  it('ready, and the line of a world', async () => {
    expect(await get('/ready')).toMatchObject({ status: 200, body: { ready: true, version: expect.any(String) } });
    const { body } = await get(DEFAULT);
    expect(Object.keys(body)).toEqual(['id', 'urls', 'accounts', 'people']);
    expect(body.people[0]).toEqual({ name: 'xiaoming', nickname: '小明' });
    expect((await get('/worlds')).body.worlds).toEqual([body]);
  });

  it('further worlds listen on ports of their own; the same seed gives the same identifiers', async () => {
    const one = await post('/worlds', { seed: 7, clock: '2014-01-01' });
    const two = await post('/worlds', { seed: 7 });
    expect(one.status).toBe(201);
    expect(one.body.accounts).toEqual(two.body.accounts);
    expect(one.body.urls.base).not.toBe(two.body.urls.base);
    const clock = await fetch(`${one.body.urls.control}/worlds/${one.body.id}/clock`);
    expect(await clock.json()).toMatchObject({ now: '2013-12-31T16:00:00.000Z', frozen: false });
    expect((await call('DELETE', `/worlds/${one.body.id}`)).status).toBe(204);
    await expect(fetch(one.body.urls.base)).rejects.toThrow();
    expect((await get(`/worlds/${one.body.id}`)).status).toBe(404);
  });

  it('a world is ended over its own port too', async () => {
    const { body } = await post('/worlds', {});
    const gone = await fetch(`${body.urls.control}/worlds/${body.id}`, { method: 'DELETE' });
    expect(gone.status).toBe(204);
  });

  it('snapshot, restore and reset keep port and identifiers', async () => {
    const before = (await get(DEFAULT)).body;
    const { id } = (await post(`${DEFAULT}/snapshot`)).body;
    await act('xiaoming', 'follow', { account: 'service' });
    expect((await post(`${DEFAULT}/restore`, { id })).body).toEqual(before);
    expect(world.isFollower('xiaoming', 'service')).toBe(false);
    await act('xiaoming', 'follow', { account: 'service' });
    expect((await post(`${DEFAULT}/reset`)).body).toEqual(before);
    expect(world.isFollower('xiaoming', 'service')).toBe(false);
  });

  it('X-04 a fork keeps everything and goes on alone', async () => {
    await act('xiaoming', 'follow', { account: 'service' });
    const { status, body } = await post(`${DEFAULT}/fork`);
    expect(status).toBe(201);
    expect(body.accounts).toEqual((await get(DEFAULT)).body.accounts);
    await post(`/worlds/${body.id}/people/xiaoming/unfollow`, { account: 'service' });
    expect(world.isFollower('xiaoming', 'service')).toBe(true);
  });

  it('X-03 save, load, save: the same document', async () => {
    await act('xiaoming', 'follow', { account: 'service' });
    const saved = (await get(`${DEFAULT}/save`)).body;
    const loaded = await post('/worlds', { state: saved });
    expect(loaded.status).toBe(201);
    expect((await get(`/worlds/${loaded.body.id}/save`)).body).toEqual(saved);
  });

  it('P-08 consentMemory is a duration', async () => {
    await put(DEFAULT, { consentMemory: '2h' });
    expect(world.state.consentMemory).toBe(7_200_000);
  });
});

describe('accounts', () => {
  it('PUT changes what it names and leaves the rest', async () => {
    const before = (await get(account('service'))).body;
    const { body } = await put(account('service'), { title: '新店', banned: true, quirks: ['retryFour'] });
    expect(body).toEqual({ ...before, title: '新店', banned: true, quirks: ['retryFour'] });
    expect((await get(`${DEFAULT}/accounts`)).body.accounts).toContainEqual(body);
  });

  it('POST makes an account with identifiers of the right shape', async () => {
    const { status, body } = await post(`${DEFAULT}/accounts`, {
      name: 'mini',
      kind: 'miniprogram',
      openPlatform: 'main',
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'mini', kind: 'miniprogram', appId: expect.stringMatching(/^wx[0-9a-f]{16}$/) });
    expect(body).not.toHaveProperty('push');
  });

  it('another kind of account has a chat or has none', async () => {
    expect((await put(account('website'), { kind: 'service' })).body.push).toMatchObject({ url: null, mode: 'safe' });
    expect((await put(account('website'), { kind: 'website' })).body).not.toHaveProperty('originalId');
  });

  it('D-02 at most two callback hosts, one before 2018-05', async () => {
    expectProblem(await put(account('service'), { oauthDomains: ['a.test', 'b.test', 'c.test'] }), 422, 'limit is 2');
    expect((await put(account('service'), { oauthDomains: ['a.test', 'b.test'] })).status).toBe(200);
    await post(`${DEFAULT}/clock`, { travelTo: '2014-01-01' });
    expectProblem(await put(account('service'), { oauthDomains: ['a.test', 'b.test'] }), 422, 'limit is 1');
  });

  it('D-04 D-05 a host has no scheme and no path, an address and a port only for a test account', async () => {
    for (const domain of ['https://app.test', 'app.test:8443', 'app.test/x', '192.0.2.10', '']) {
      expectProblem(await put(account('service'), { oauthDomains: [domain] }), 422, 'oauthDomains');
    }
    expect((await put(account('service'), { oauthDomains: ['app.test'] })).status).toBe(200);
    expect((await put(account('sandbox'), { oauthDomains: ['192.0.2.10:3000'] })).status).toBe(200);
  });

  it('M-33 ports 80 and 443 only, loopback excepted and reported', async () => {
    expectProblem(await put(account('service'), { push: { url: 'https://app.test:8443/' } }), 422, '80 and 443');
    expect((await put(account('service'), { push: { url: 'https://app.test/' } })).status).toBe(200);
    expect((await put(account('service'), { push: { url: webhook.url } })).status).toBe(200);
    expect((await get(`${DEFAULT}/report`)).body.findings).toContainEqual(
      expect.objectContaining({ level: 'would-fail', rule: 'M-33' }),
    );
  });

  it('M-33 profile production refuses loopback', async () => {
    const { id } = (await post('/worlds', { profile: 'production' })).body;
    expectProblem(await put(`/worlds/${id}/accounts/service`, { push: { url: webhook.url } }), 422, 'loopback');
  });

  it('H-21 before 2014-10-13 there is no encryption', async () => {
    await post(`${DEFAULT}/clock`, { travelTo: '2014-01-01T00:00:00+08:00' });
    expectProblem(await put(account('service'), { push: { mode: 'safe' } }), 422, 'encryption exists since 2014-10-13');
    expect((await put(account('service'), { push: { mode: 'plain' } })).status).toBe(200);
  });

  it('M-32 a new key makes the last one the previous', async () => {
    const { encodingAesKey } = (await get(account('service'))).body.push;
    await put(account('service'), { push: { encodingAesKey: 'K'.repeat(43) } });
    expect(world.accountNamed('service').push).toMatchObject({ previousEncodingAesKey: encodingAesKey });
  });

  it('a refused change changes nothing', async () => {
    const before = (await get(account('service'))).body;
    await put(account('service'), { title: 'x', oauthDomains: ['https://no'] });
    expect((await get(account('service'))).body).toEqual(before);
  });

  it('M-02 M-03 connect verifies, and stores the URL only when it succeeds', async () => {
    const refused = await post(`${account('service')}/connect`, { url: webhook.url });
    expect(refused).toMatchObject({ status: 200, body: { ok: false, reason: expect.stringContaining('echostr') } });
    expect(world.accountNamed('service').push?.url).toBeNull();
    webhook.answer = ({ url }) => url.searchParams.get('echostr') ?? '';
    expect((await post(`${account('service')}/connect`, { url: webhook.url })).body).toEqual({ ok: true });
    expect(world.accountNamed('service').push?.url).toBe(webhook.url);
  });

  it('the menu, or null', async () => {
    expect((await get(`${account('service')}/menu`)).body).toBeNull();
    world.state.menus.service = { button: [{ name: 'A', type: 'click', key: 'K' }] };
    expect((await get(`${account('service')}/menu`)).body).toEqual({
      button: [{ name: 'A', type: 'click', key: 'K' }],
    });
  });
});

describe('people', () => {
  it('list, new one, one, change, openid', async () => {
    expect((await get(`${DEFAULT}/people`)).body.people).toHaveLength(5);
    expect(await post(`${DEFAULT}/people`, { name: 'lan', nickname: '兰' })).toMatchObject({
      status: 201,
      body: { nickname: '兰' },
    });
    await put(`${DEFAULT}/people/lan`, { consent: 'allow' });
    expect((await get(`${DEFAULT}/people/lan`)).body).toMatchObject({ nickname: '兰', consent: 'allow', city: '深圳' });
    const { body } = await get(`${DEFAULT}/people/lan/openid?account=service`);
    expect(body).toEqual({ openid: expect.stringMatching(/^o.{27}$/), unionid: expect.stringMatching(/^o/) });
    expect((await get(`${DEFAULT}/people/lan/openid?account=unverified`)).body).not.toHaveProperty('unionid');
  });
});

describe('verbs', () => {
  beforeEach(connect);

  it('follow, say, unfollow report their pushes; following again pushes nothing', async () => {
    const pushed = { event: 'subscribe', status: 200, ms: expect.any(Number), attempts: 1, reply: null };
    expect((await act('xiaoming', 'follow', { account: 'service' })).body).toEqual({ pushes: [pushed] });
    expect((await act('xiaoming', 'follow', { account: 'service' })).body).toEqual({ pushes: [] });
    expect((await act('xiaoming', 'say', { account: 'service', text: 'hi' })).body.pushes).toMatchObject([
      { event: 'text' },
    ]);
    expect((await act('xiaoming', 'unfollow', { account: 'service' })).body.pushes).toMatchObject([
      { event: 'unsubscribe' },
    ]);
    expect((await get(`${DEFAULT}/chats/xiaoming/service`)).body.messages).toHaveLength(1);
  });

  it('M-37 send: every kind with its elements and a MsgId', async () => {
    const elements: Record<string, string[]> = {
      text: ['Content'],
      image: ['PicUrl', 'MediaId'],
      voice: ['MediaId', 'Format', 'MediaId16K'],
      video: ['MediaId', 'ThumbMediaId'],
      shortvideo: ['MediaId', 'ThumbMediaId'],
      location: ['Location_X', 'Location_Y', 'Scale', 'Label'],
      link: ['Title', 'Description', 'Url'],
    };
    for (const [type, names] of Object.entries(elements)) {
      const text = type === 'text' ? { text: 'hi' } : {};
      expect((await act('xiaohong', 'send', { account: 'service', type, ...text })).status).toBe(200);
      const body = webhook.received.at(-1)?.body ?? '';
      const found = [...body.matchAll(/<(\w+)>/g)].map(([, name]) => name);
      expect(found).toEqual(['xml', 'ToUserName', 'FromUserName', 'CreateTime', 'MsgType', ...names, 'MsgId']);
    }
  });

  it('M-38 enter tells the place to an account that may ask for it', async () => {
    expect((await act('xiaohong', 'enter', { account: 'service' })).body.pushes).toMatchObject([{ event: 'LOCATION' }]);
    expect(webhook.received[0]?.body).toMatch(
      /<Latitude>[\d.]+<\/Latitude><Longitude>[\d.]+<\/Longitude><Precision>\d+<\/Precision>/,
    );
    await put(account('subscription'), { push: { url: webhook.url, mode: 'plain' } });
    expect((await act('xiaohong', 'enter', { account: 'subscription' })).body).toEqual({ pushes: [] });
  });

  it('M-13 tap-menu; a path that is not there names what is', async () => {
    world.state.menus.service = { button: [{ name: 'A', sub_button: [{ name: 'B', type: 'click', key: 'K' }] }] };
    expect((await act('xiaohong', 'tap-menu', { account: 'service', path: 'A / B' })).body.pushes).toMatchObject([
      { event: 'CLICK' },
    ]);
    expect((await act('xiaohong', 'tap-menu', { account: 'service', path: 'A' })).body).toEqual({ pushes: [] });
    expectProblem(await act('xiaohong', 'tap-menu', { account: 'service', path: 'A / C' }), 422, 'only: B');
  });

  it('M-14 C-05 a view button opens its page without waiting for the push, and opens no window for messages', async () => {
    const app = await startWebhook({ status: 200, body: 'page', headers: { 'content-type': 'text/html' } });
    try {
      world.state.menus.service = { button: [{ name: 'B', type: 'view', url: app.url }] };
      const held = Promise.withResolvers<string>();
      webhook.answer = () => held.promise;
      const tapped = act('xiaohong', 'tap-menu', { account: 'service', path: 'B' });
      await app.next();
      held.resolve('success');
      expect((await tapped).body).toMatchObject({ pushes: [{ event: 'VIEW' }], page: { url: app.url, status: 200 } });
      expect(world.state.messageWindows).toEqual({});
    } finally {
      await app.close();
    }
  });

  const ticketed = (expiresAt: number | null) => {
    const qrcode = {
      ticket: 'gT',
      account: 'service',
      url: 'http://weixin.qq.com/q/x',
      kind: 'scene',
      sceneId: 42,
      sceneStr: '',
    } as const;
    world.state.qrcodes.gT = { ...qrcode, createdAt: world.now(), expiresAt };
  };

  it('M-11 scan by ticket or by what the code says; the list of codes', async () => {
    ticketed(null);
    expect((await get(`${DEFAULT}/qrcodes`)).body.qrcodes).toEqual([
      { ticket: 'gT', url: 'http://weixin.qq.com/q/x', account: 'service', scene: 42, expiresAt: null },
    ]);
    expect((await act('xiaohong', 'scan', { ticket: 'gT' })).body.pushes).toMatchObject([{ event: 'SCAN' }]);
    expect((await act('xiaohong', 'scan', { url: 'http://weixin.qq.com/q/x' })).body.pushes).toHaveLength(1);
    expect((await act('xiaoming', 'scan', { ticket: 'gT' })).body).toEqual({ pushes: [] });
    expect((await act('xiaoming', 'follow', { account: 'service', via: 'qr', ticket: 'gT' })).body.pushes).toHaveLength(
      1,
    );
  });

  it('scanning any other QR code opens it', async () => {
    expect((await act('xiaoming', 'scan', { url: webhook.url })).body).toEqual({ url: webhook.url, status: 200 });
  });

  it('C-11 an expired code shows a notice and pushes nothing', async () => {
    ticketed(world.now() - 1);
    const { body } = await act('xiaohong', 'scan', { ticket: 'gT' });
    expect(body).toEqual({ pushes: [], error: { code: null, text: '二维码已过期', why: expect.any(String) } });
    expectProblem(await act('xiaoming', 'follow', { account: 'service', ticket: 'gT' }), 409, 'expired');
    expect((await get(`${DEFAULT}/qrcodes`)).body.qrcodes).toEqual([]);
  });

  it('authorize, refuse, allow; withdraw, clean-profile, cancel', async () => {
    const asking = { account: 'service', redirectUri: 'http://127.0.0.1:1/cb', scope: 'snsapi_userinfo', state: 's' };
    expect((await act('xiaoming', 'authorize', asking)).body).toMatchObject({ sheet: { account: 'service' } });
    expect((await act('xiaoming', 'refuse')).body).not.toHaveProperty('code');
    await act('xiaoming', 'authorize', asking);
    expect((await act('xiaoming', 'allow')).body).toMatchObject({ code: expect.any(String), state: 's' });
    const events = async (verb: string, body?: unknown) =>
      (await act('xiaoming', verb, body)).body.pushes.map(({ event }: { event: string }) => event);
    expect(await events('clean-profile')).toEqual(['user_info_modified']);
    expect(await events('withdraw', { account: 'service' })).toEqual(['user_authorization_revoke']);
    expect(await events('cancel')).toEqual(['user_authorization_cancellation']);
    expectProblem(await act('xiaoming', 'follow', { account: 'service' }), 409, 'cancelled');
  });

  it('N-01 js-login gives a code to a mini program only', async () => {
    await post(`${DEFAULT}/accounts`, { name: 'mini', kind: 'miniprogram' });
    expect((await act('xiaoming', 'js-login', { account: 'mini' })).body).toEqual({
      jsCode: expect.stringMatching(/^\w{32}$/),
    });
    expectProblem(await act('xiaoming', 'js-login', { account: 'service' }), 422, 'miniprogram');
  });

  it('open, submit, back and the full service', async () => {
    const { origin } = new URL(webhook.url);
    expect((await act('xiaoming', 'open', { url: `${origin}/one`, client: 'android' })).body).toEqual({
      url: `${origin}/one`,
      status: 200,
    });
    await act('xiaoming', 'open', { url: `${origin}/two`, from: 'moments' });
    expect((await act('xiaoming', 'submit', { url: '/three', fields: { a: '1' } })).body).toEqual({
      url: `${origin}/three`,
      status: 200,
    });
    expect((await act('xiaoming', 'back')).body).toEqual({ url: `${origin}/two`, status: 200 });
  });
});

describe('chats', () => {
  it('since an id, and waits for a newer message', async () => {
    await act('xiaohong', 'say', { account: 'service', text: 'one' });
    const { messages } = (await get(`${DEFAULT}/chats/xiaohong/service`)).body;
    expect(messages).toEqual([
      { id: expect.any(String), from: 'person', type: 'text', text: 'one', at: new Date(TODAY).toISOString() },
    ]);
    const waiting = get(`${DEFAULT}/chats/xiaohong/service?since=${messages[0].id}&wait=30`);
    await act('xiaohong', 'say', { account: 'service', text: 'two' });
    expect((await waiting).body.messages).toMatchObject([{ text: 'two' }]);
    expect((await get(`${DEFAULT}/chats/xiaohong/service?since=${messages[0].id}`)).body.messages).toHaveLength(1);
  });
});

describe('clock', () => {
  it('advance, freeze, run, travel; only freeze and run change whether it runs', async () => {
    const move = async (body: unknown) => (await post(`${DEFAULT}/clock`, body)).body;
    expect((await get(`${DEFAULT}/clock`)).body).toEqual({
      now: new Date(TODAY).toISOString(),
      frozen: false,
      fired: [],
    });
    expect(await move({ freeze: true })).toMatchObject({ frozen: true });
    host.now += 5000;
    expect(await move({ advance: '90m' })).toMatchObject({
      now: new Date(TODAY + 5_400_000).toISOString(),
      frozen: true,
    });
    expect(await move({ travelTo: '2014-01-01T00:00:00+08:00' })).toMatchObject({
      now: '2013-12-31T16:00:00.000Z',
      frozen: true,
    });
    expect(await move({ run: true })).toMatchObject({ frozen: false });
    host.now += 1000;
    expect((await get(`${DEFAULT}/clock`)).body.now).toBe('2013-12-31T16:00:01.000Z');
  });

  it.each([
    ['2014', '2013-12-31T16:00:00.000Z'],
    ['2014-03', '2014-02-28T16:00:00.000Z'],
    ['2014-03-05', '2014-03-04T16:00:00.000Z'],
    ['2014-03-05 09:30', '2014-03-05T01:30:00.000Z'],
    ['2014-03-05T09:30:00+0900', '2014-03-05T00:30:00.000Z'],
    ['2014-03-05T09:30:00.5Z', '2014-03-05T09:30:00.500Z'],
  ])('travels to %s, Beijing time if it names no zone', async (travelTo, now) => {
    await post(`${DEFAULT}/clock`, { freeze: true });
    expect((await post(`${DEFAULT}/clock`, { travelTo })).body.now).toBe(now);
  });

  it('X-06 M-39 what falls due on the way fires in order; a lapsed verification is pushed', async () => {
    await connect();
    const asking = { account: 'service', redirectUri: 'http://127.0.0.1:1/cb', scope: 'snsapi_base' };
    await put(account('service'), { verifiedUntil: new Date(TODAY + 3_600_000).toISOString() });
    await act('xiaohong', 'authorize', asking);
    await post(`${DEFAULT}/clock`, { freeze: true });
    const { body } = await post(`${DEFAULT}/clock`, { advance: '30d' });
    expect(body.fired).toEqual([
      { at: new Date(TODAY + 300_000).toISOString(), event: 'codeExpired', account: 'service', person: 'xiaohong' },
      { at: new Date(TODAY + 3_600_000).toISOString(), event: 'verificationLapsed', account: 'service' },
    ]);
    expect((await webhook.next()).body).toContain('verify_expired');
    expect((await act('xiaohong', 'authorize', asking)).body).toMatchObject({ error: { code: 10005 } });
  });
});

it('P-06 two phones of one person: same openid, same chat, and both hear at once of what one of them writes', async () => {
  await connect();
  webhook.answer = 'success';
  const listen = () => get(`${DEFAULT}/chats/xiaohong/service?since=0&wait=30`);
  const phones = [listen(), listen()];
  await act('xiaohong', 'say', { account: 'service', text: 'hi' });
  const [one, other] = await Promise.all(phones);
  expect(one?.body.messages).toMatchObject([{ from: 'person', text: 'hi' }]);
  expect(other).toEqual(one);
  const openid = () => get(`${DEFAULT}/people/xiaohong/openid?account=service`);
  expect((await openid()).body).toEqual((await openid()).body);
  expect(webhook.received[0]?.body).toContain((await openid()).body.openid);
});

describe('a verification lapses', () => {
  const lapsesIn = (ms: number) => ({ verifiedUntil: new Date(TODAY + ms).toISOString() });
  const told = () => world.ledger.pushes('verify_expired').length;

  it('M-39 K-13 while the clock runs by itself, told once', async () => {
    const timers = manualTimers();
    await world.worlds.close();
    world = createWorld({
      clock: TODAY,
      now: () => host.now,
      timers: { setTimeout: (run, ms) => timers.after(ms, run), clearTimeout: (cancel) => (cancel as () => void)() },
    });
    await connect();
    await put(account('service'), lapsesIn(3_600_000));
    expect(timers.waiting).toBe(1);
    host.now += 3_600_000;
    timers.fire();
    expect((await webhook.next()).body).toContain('verify_expired');
    const asking = { account: 'service', redirectUri: 'http://127.0.0.1:1/cb', scope: 'snsapi_base' };
    expect((await act('xiaohong', 'authorize', asking)).body).toMatchObject({ error: { code: 10005 } });
    expect((await post(`${DEFAULT}/clock`, { advance: '30d' })).body.fired).toEqual([]);
    expect(webhook.received).toHaveLength(1);
  });

  it('M-39 a day that is past already, another state, and the way back tell nothing', async () => {
    await connect();
    await put(account('service'), lapsesIn(-1000));
    await post(`${DEFAULT}/clock`, { advance: '1d' });
    const snapshot = (await post(`${DEFAULT}/snapshot`)).body;
    await put(account('service'), lapsesIn(2 * 86_400_000));
    await post(`${DEFAULT}/restore`, snapshot);
    await post(`${DEFAULT}/clock`, { advance: '9d' });
    await put(account('service'), lapsesIn(3 * 86_400_000));
    await post(`${DEFAULT}/clock`, { travelTo: new Date(TODAY).toISOString() });
    expect(told()).toBe(0);
    await post(`${DEFAULT}/clock`, { advance: '4d' });
    await webhook.next();
    expect(webhook.received.map(({ body }) => body.includes('verify_expired'))).toEqual([true]);
  });
});

describe('faults, tokens, ledger, report', () => {
  it('faults are set, listed, used up and cleared', async () => {
    const faults = [
      { operation: '/cgi-bin/token', fault: 'errcode:45009', times: 1 },
      { operation: 'push', fault: 'duplicate', rate: 0.5 },
    ];
    expect((await put(`${DEFAULT}/faults`, faults)).body).toEqual({ faults });
    expect((await get(`${DEFAULT}/faults`)).body).toEqual({ faults });
    const { appId, appSecret } = world.accountNamed('service');
    const token = () =>
      world.fetch(
        new Request(`http://127.0.0.1/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`),
      );
    expect(await (await token()).json()).toMatchObject({ errcode: 45009 });
    expect(await (await token()).json()).toHaveProperty('access_token');
    expect((await call('DELETE', `${DEFAULT}/faults`)).status).toBe(204);
    expect((await get(`${DEFAULT}/faults`)).body).toEqual({ faults: [] });
  });

  it('tokens/expire: live app tokens answer 42001 from now on', async () => {
    const { appId, appSecret } = world.accountNamed('service');
    const wechat = async (path: string) =>
      (await world.fetch(new Request(`http://127.0.0.1${path}`))).json() as Promise<Json>;
    const token = await wechat(`/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`);
    expect((await post(`${DEFAULT}/tokens/expire`, { account: 'service', kind: 'app' })).body).toEqual({ expired: 1 });
    expect(await wechat(`/cgi-bin/user/get?access_token=${token.access_token}&next_openid=`)).toMatchObject({
      errcode: 42001,
    });
    expect(
      (await post(`${DEFAULT}/tokens/expire`, { account: 'service', kind: 'user', person: 'xiaoming' })).body,
    ).toEqual({ expired: 0 });
  });

  it('X-08 the ledger by kind, operation and since, without secrets', async () => {
    await connect();
    await act('xiaohong', 'say', { account: 'service', text: 'hi' });
    const { entries } = (await get(`${DEFAULT}/ledger`)).body;
    expect(entries.map(({ kind, operation }: Json) => `${kind} ${operation}`)).toEqual(['control say', 'push push']);
    expect((await get(`${DEFAULT}/ledger?kind=push`)).body.entries).toEqual([entries[1]]);
    expect((await get(`${DEFAULT}/ledger?operation=say&since=0`)).body.entries).toEqual([entries[0]]);
    expect((await get(`${DEFAULT}/ledger?since=${entries[1].id}`)).body.entries).toEqual([]);
  });

  it('X-05 the same seed and the same verbs give the same ledger', async () => {
    const ledger = async () => {
      const { id } = (await post('/worlds', { seed: 5, clock: '2026-01-01' })).body;
      await post(`/worlds/${id}/clock`, { freeze: true });
      await put(`/worlds/${id}/accounts/service`, { push: { url: webhook.url } });
      await post(`/worlds/${id}/people/xiaoming/follow`, { account: 'service' });
      await post(`/worlds/${id}/people/xiaoming/say`, { account: 'service', text: 'hi' });
      return (await get(`/worlds/${id}/ledger`)).body;
    };
    const [one, two] = [await ledger(), await ledger()];
    expect(one.entries.length).toBeGreaterThan(3);
    expect(one).toEqual(two);
  });
});

describe('what the phone page asks', () => {
  const app = (path: string) => new URL(path, webhook.url).href;

  it('the page that is open, the links tapped in it, back and forward', async () => {
    const html = '<title>Tea &amp; more</title><a href="/two">two</a>';
    webhook.answer = () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: html });
    const view = async () => (await get(`${DEFAULT}/people/xiaoming/view`)).body;
    expect(await view()).toBeNull();
    expectProblem(await act('xiaoming', 'tap', { url: app('/two') }), 409, 'no page');
    await act('xiaoming', 'open', { url: app('/one'), from: 'chat' });
    const one = await view();
    expect(one).toMatchObject({ url: app('/one'), title: 'Tea & more', from: 'chat', back: false, followed: false });
    expect(one.frame).toMatch(/^http:\/\/w-[0-9a-f]{24}\.localhost\/one$/);
    await act('xiaoming', 'tap', { url: app('/two') });
    expect(await view()).toMatchObject({ url: app('/two'), back: true, forward: false });
    expect((await act('xiaoming', 'back')).body).toMatchObject({ url: app('/one') });
    expect(await view()).toMatchObject({ forward: true });
    expect((await act('xiaoming', 'forward')).body).toMatchObject({ url: app('/two') });
    expectProblem(await act('xiaoming', 'forward'), 409, 'no page after');
    expectProblem(await act('xiaoming', 'press', { text: 'three' }), 409, 'three');
    expect((await act('xiaoming', 'press', { text: 'two' })).body).toMatchObject({ url: app('/two') });
    await act('xiaoming', 'close');
    expect(await view()).toBeNull();
  });

  it('tokens with their ends, without their values', async () => {
    await world.fetch(
      new Request(
        `http://127.0.0.1/cgi-bin/token?grant_type=client_credential&appid=${world.accountNamed('service').appId}&secret=${world.accountNamed('service').appSecret}`,
      ),
    );
    const { tokens } = (await get(`${DEFAULT}/tokens`)).body;
    expect(tokens).toEqual([
      {
        kind: 'app',
        account: 'service',
        person: null,
        virtual: false,
        issuedAt: new Date(TODAY).toISOString(),
        expiresAt: new Date(TODAY + 7_200_000).toISOString(),
        live: true,
      },
    ]);
    await post(`${DEFAULT}/tokens/expire`, { account: 'service', kind: 'app' });
    expect((await get(`${DEFAULT}/tokens`)).body.tokens[0].live).toBe(false);
  });

  it('a menu is published by the rules of menu/create, and taken down', async () => {
    const menu = { button: [{ name: 'Teas', sub_button: [{ type: 'view', name: 'Shop', url: 'http://127.0.0.1/' }] }] };
    expect((await put(`${account('service')}/menu`, menu)).body).toEqual(menu);
    expectProblem(await put(`${account('service')}/menu`, { button: [] }), 422, '40016');
    expect((await put(`${account('service')}/menu`, null)).body).toBeNull();
  });

  it('whom a person follows and who may know nickname and picture', async () => {
    const { people } = (await get(`${DEFAULT}/people`)).body;
    expect(people.find((one: Json) => one.name === 'xiaohong')).toMatchObject({
      follows: ['service', 'subscription'],
      authorises: [],
    });
  });
});

describe('events', () => {
  async function read(headers: Record<string, string>, until: string): Promise<string> {
    called.add('GET /worlds/{world}/events');
    const controller = new AbortController();
    const response = await world.fetch(new Request(`${BASE}${DEFAULT}/events`, { headers, signal: controller.signal }));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.includes(until)) break;
    }
    return text;
  }

  it('happen as they happen', async () => {
    const reading = read({}, 'event: message');
    await new Promise((resolve) => setImmediate(resolve));
    await act('xiaohong', 'say', { account: 'service', text: 'hi' });
    expect(await reading).toMatch(/event: clock\ndata: .*[\s\S]*event: ledger\n[\s\S]*"operation":"say"/);
  });

  it('Last-Event-ID resumes', async () => {
    await act('xiaohong', 'say', { account: 'service', text: 'one' });
    const last = (await get(`${DEFAULT}/chats/xiaohong/service`)).body.messages[0].id;
    await act('xiaohong', 'say', { account: 'service', text: 'two' });
    const text = await read({ 'last-event-id': last }, '"two"');
    expect(text).not.toContain('"one"');
  });
});

describe('the OpenAPI document', () => {
  it('lists exactly the operations that are served, with the schemas that validate them', async () => {
    const { status, body } = await get('/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toBe('3.1.0');
    const listed = Object.entries(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method} ${path}`),
    );
    expect(listed.sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
    const { schema } = body.paths['/worlds/{world}/people/{person}/say'].post.requestBody.content['application/json'];
    expect(schema).toMatchObject({ required: ['account', 'text'], additionalProperties: false });

    const ids = Object.values(body.paths).flatMap((methods) =>
      Object.values(methods as object).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(operations.length);
    expect(ids).toEqual(expect.arrayContaining(['getReady', 'getWorldsOne', 'postPeopleTapMenu', 'putAccountsOne']));
    const targets = [...JSON.stringify(body).matchAll(/"\$ref":"([^"]*)"/g)].map(([, target]) => target);
    const known = Object.keys(body.components.schemas).map((name) => `#/components/schemas/${name}`);
    expect([...new Set(targets)].sort()).toEqual(known.sort());
  });
});

it('an errcode or the code of a page is explained in both languages', async () => {
  const { status, body } = await get('/explanations/40163');
  expect(status).toBe(200);
  expect(body).toMatchObject({ code: 40163, text: 'code been used' });
  for (const language of ['zh', 'en']) expect(body[language].action).toMatch(/\S/);
  expect((await get('/explanations/10003')).body.text).toContain('redirect_uri');
  expect((await get('/explanations/nonsense')).status).toBe(404);
});

afterAll(() => {
  const all = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect([...called].sort()).toEqual(all.sort());
});
