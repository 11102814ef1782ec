/** The scan login of a website app: the same callback, the same checks, and the unionid that ties it to the Official Account. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../databases.ts';
import {
  authorise,
  browser,
  openidOf,
  pushAccount,
  type SignInWorld,
  signIn,
  signInWorld,
  unionidOf,
  writtenAccount,
} from '../login/browser.ts';

const desktop = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36' };
const website = (name: string, fields: object = {}) =>
  writtenAccount(name, { kind: 'website', verified: false, original_id: undefined, push: undefined, ...fields });
const shop = {
  client_id: 'shop',
  client_secret: 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1',
  name: '半盏茶铺',
  redirect_uris: ['https://shop.test.invalid/cb'],
  pkce: 'optional',
  methods: ['website', 'wechat'],
};

describe.each(databases)('a website app, on $name', (database) => {
  let world: SignInWorld;
  let stop: () => void;
  beforeAll(async () => {
    const opened = await database.open();
    stop = opened.stop;
    world = await signInWorld({
      database: opened.database,
      accounts: [
        writtenAccount('service', { open_platform: 'main' }),
        website('site', { open_platform: 'main' }),
        writtenAccount('loner'),
        website('island'),
      ],
      clients: [shop],
    });
  });
  afterAll(async () => {
    await world?.gateway.close();
    stop?.();
  });

  const start = (visitor = browser(world.gateway), path = '/login/service/website?return_to=/orders&lang=zh') =>
    visitor.get(path, desktop);
  /** From the start to the callback, as somebody of the group. */
  async function scans(name: string, more: Record<string, unknown> = {}, visitor = browser(world.gateway)) {
    const started = await start(visitor);
    const code = world.codes.of(name, 'snsapi_login', { unionid: unionidOf(name), ...more });
    const state = authorise(started.location).get('state');
    const reply = await visitor.get(`/wechat/callback?code=${code}&state=${state}`, desktop);
    return { visitor, reply };
  }
  const exchange = () => world.gateway.wechat.calls.filter(({ operation }) => operation === '/sns/oauth2/access_token');

  it('OAS-01 leads to qrconnect with the website app, the one callback and a random state', async () => {
    const { status, location, headers } = await start();
    expect(status).toBe(303);
    expect(location).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/qrconnect\?appid=wx[0-9a-f]{16}&redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A\d+%2Fwechat%2Fcallback&response_type=code&scope=snsapi_login&state=[0-9a-f]{32}&lang=cn#wechat_redirect$/,
    );
    expect(authorise(location).get('appid')).toBe(pushAccount('site').appId);
    expect(headers.get('cache-control')).toBe('no-store');
    expect((await start(browser(world.gateway), '/login/site/website?lang=en')).location).toContain('&lang=en#');
  });

  it('signs in, reads the profile, and is the person of the Official Account by unionid', async () => {
    const { gateway, codes } = world;
    const phone = browser(gateway);
    const started = await phone.get('/login/service');
    const code = codes.of('xiaoming', 'snsapi_base', { unionid: unionidOf('xiaoming') });
    await phone.get(`/wechat/callback?code=${code}&state=${authorise(started.location).get('state')}`);
    // Another AppID, another openid.
    const { visitor, reply } = await scans('xiaoming at site', { unionid: unionidOf('xiaoming') });
    expect([reply.status, reply.location]).toEqual([303, '/orders']);
    expect(new URL(exchange().at(-1)!.url).searchParams.get('appid')).toBe(pushAccount('site').appId);
    const { people } = gateway.parts;
    const [account, site] = await Promise.all([
      people.find(pushAccount('service').appId, openidOf('xiaoming')),
      people.find(pushAccount('site').appId, openidOf('xiaoming at site')),
    ]);
    expect(site?.id).toBeDefined();
    expect(site?.id).toBe(account?.id);
    expect((await visitor.get('/me', desktop)).body).toContain('通过网站应用「site 店」');
  });

  it('the profile is kept with its source', async () => {
    const { visitor } = await scans('named');
    expect((await visitor.get('/me', desktop)).body).toContain('<bdi>named</bdi>');
  });

  it('without a common group it is another person, and no way to sign in for the account', async () => {
    const { gateway } = world;
    await signIn(world, browser(gateway), 'apart', { account: 'loner' });
    const started = await start(browser(gateway), '/login/island/website');
    expect(authorise(started.location).get('appid')).toBe(pushAccount('island').appId);
    const refused = await start(browser(gateway), '/login/loner/website');
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('no_web_login');
  });

  it('OAC-02 a browser without the cookie is sent back to the beginning of the same way, and nothing is exchanged', async () => {
    const before = exchange().length;
    const started = await start();
    const address = `/wechat/callback?code=${world.codes.of('x', 'snsapi_login')}&state=${authorise(started.location).get('state')}`;
    const stranger = await browser(world.gateway).get(address, desktop);
    expect(stranger.status).toBe(400);
    expect(stranger.body).toMatch(/href="\/login\/service\/website\?return_to=%2Forders&amp;again=/);
    expect(exchange()).toHaveLength(before);
  });

  it("OAC-03 OAC-04 a stranger's state and code sign nobody in, nor does the code with one's own state", async () => {
    const attacker = browser(world.gateway);
    const victim = browser(world.gateway);
    const theirs = authorise((await start(attacker)).location).get('state');
    const own = authorise((await start(victim)).location).get('state');
    const code = world.codes.of('attacker', 'snsapi_login');
    const before = exchange().length;
    expect((await victim.get(`/wechat/callback?code=${code}&state=${theirs}`, desktop)).status).toBe(400);
    expect((await victim.get(`/wechat/callback?code=${code}&state=${own}`, desktop)).status).toBe(400);
    expect(victim.jar.has('session')).toBe(false);
    expect(exchange()).toHaveLength(before);
  });

  it('OAC-07 refused at WeChat: closed, with the other ways offered', async () => {
    const visitor = browser(world.gateway);
    const state = authorise((await start(visitor)).location).get('state');
    const reply = await visitor.get(`/wechat/callback?state=${state}`, desktop);
    const page = await visitor.get(reply.location, desktop);
    expect(page.body).toContain('你没有同意授权');
    expect(page.body).toContain('href="/login/service?return_to=%2Forders"');
  });

  it('OAC-09 the same callback twenty times at once: one exchange, one session', async () => {
    const visitor = browser(world.gateway);
    const state = authorise((await start(visitor)).location).get('state');
    const code = world.codes.of('crowd', 'snsapi_login');
    const before = exchange().length;
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => visitor.copy().get(`/wechat/callback?code=${code}&state=${state}`, desktop)),
    );
    expect(new Set(replies.map(({ location }) => location))).toEqual(new Set(['/orders']));
    expect(new Set(replies.map(({ cookies }) => cookies.find((line) => line.startsWith('session=')))).size).toBe(1);
    expect(exchange()).toHaveLength(before + 1);
  });

  it('OAC-11 a spent code: one automatic restart by the same way, then the page', async () => {
    const { answers } = world.gateway.wechat;
    const working = answers.get('/sns/oauth2/access_token')!;
    answers.set('/sns/oauth2/access_token', () => ({ errcode: 40163, errmsg: 'code been used' }));
    const visitor = browser(world.gateway);
    const stateOf = (location: string) => authorise(location).get('state');
    const first = stateOf((await start(visitor)).location);
    const again = await visitor.get(`/wechat/callback?code=0first&state=${first}`, desktop);
    expect(again.location).toContain('/connect/qrconnect?');
    const last = await visitor.get(`/wechat/callback?code=0second&state=${stateOf(again.location)}`, desktop);
    expect((await visitor.get(last.location, desktop)).body).toContain('这个链接已经用过了');
    answers.set('/sns/oauth2/access_token', working);
  });

  it('a client that names it first is taken there without a page in between', async () => {
    const visitor = browser(world.gateway);
    const query = {
      response_type: 'code',
      client_id: 'shop',
      redirect_uri: shop.redirect_uris[0]!,
      scope: 'openid',
      state: 'x',
    };
    const asked = await visitor.get(`/oauth2/authorize?${new URLSearchParams(query)}`, desktop);
    const waiting = await visitor.get(asked.location, desktop);
    expect(waiting.location).toMatch(/^\/login\/service\/website\?return_to=%2Flogin%2Frequest%2F/);
    expect((await visitor.get(waiting.location, desktop)).location).toContain('scope=snsapi_login');
  });
});
