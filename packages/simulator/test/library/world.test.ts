import { get as httpGet } from 'node:http';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { RealWeChatRefused } from '../../src/library/guard.ts';
import { LedgerTimeout } from '../../src/library/ledger.ts';
import { NotClean } from '../../src/library/report.ts';
import { NotSimulated } from '../../src/live-world.ts';
import { Impossible } from '../../src/phone/impossible.ts';
import { createWorld } from '../../src/world.ts';
import { type Answerer, startWebhook } from '../fixtures/webhook.ts';

const clock = '2026-11-24T12:00:00+08:00';
const callback = 'https://app.test/cb';

function scene(options: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld({ seed: 'library', clock, now: () => 0, ...options });
  world.account('service').set({ oauthDomains: ['app.test'] });
  return world;
}

async function webhook(answer: Answerer) {
  const started = await startWebhook(answer);
  onTestFinished(() => started.close());
  return started;
}

function tokenUrl(world: ReturnType<typeof scene>): string {
  const { appId, appSecret } = world.account('service');
  return `${world.apiBase}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`;
}

const json = async (answer: Promise<Response>) => (await answer).json() as Promise<Record<string, unknown>>;

describe('in memory and over HTTP', () => {
  it('fetch is the global one’s double and may be passed on alone', async () => {
    const world = scene();
    const { fetch } = world;
    expect(await json(fetch(tokenUrl(world)))).toMatchObject({ expires_in: 7200 });
    expect(await json(fetch(new URL(`${world.apiBase}/cgi-bin/token`), { method: 'GET' }))).toMatchObject({
      errcode: 41002,
    });
    await expect(fetch('https://api.mch.weixin.qq.com/pay')).rejects.toBeInstanceOf(NotSimulated);
  });

  it('the same code works on a port', async () => {
    const world = scene();
    expect([world.apiBase, world.openBase, world.mpBase]).toEqual([
      'https://api.weixin.qq.com',
      'https://open.weixin.qq.com',
      'https://mp.weixin.qq.com',
    ]);
    expect(() => world.phoneUrl).toThrow('call listen() first');
    const { base } = await world.listen();
    onTestFinished(() => world.close());
    expect([world.apiBase, world.openBase, world.mpBase, world.phoneUrl]).toEqual([base, base, base, `${base}/phone/`]);
    expect(await json(fetch(tokenUrl(world)))).toMatchObject({ expires_in: 7200 });
  });

  it('the guard: the real WeChat cannot be reached by fetch or http, other names can, until it ends', async () => {
    const release = scene().guard();
    onTestFinished(release);
    const refused = await fetch('https://api.weixin.qq.com/').catch((error) => error.cause);
    expect(refused).toBeInstanceOf(RealWeChatRefused);
    const socket = await new Promise((resolve) => httpGet('http://mp.weixin.qq.com/').on('error', resolve));
    expect(socket).toBeInstanceOf(RealWeChatRefused);
    const { url } = await webhook('here');
    expect(await (await fetch(url.replace('127.0.0.1', 'localhost'))).text()).toBe('here');
    release();
  });
});

describe('nouns', () => {
  it('accounts and people that are not there are made by their settings, or refused', () => {
    const world = scene();
    expect(world.account('shop', { title: '小店' }).state).toMatchObject({ kind: 'service', title: '小店' });
    expect(world.account('shop', { verified: false }).state.verified).toBe(false);
    expect(world.person('alice', { nickname: '爱丽丝' }).set({ sex: 2 }).state).toMatchObject({
      nickname: '爱丽丝',
      sex: 2,
    });
    expect(() => world.account('nobody')).toThrow('no account named "nobody"');
    expect(() => world.person('nobody')).toThrow('no person named "nobody"');
    expect(world.account('website').pushToken).toBeNull();
    expect(world.account('service').openidOf('xiaoming')).toBe(world.person('xiaoming').openidIn('service'));
  });
});

describe('verbs', () => {
  it('follow, say, tap a link, a menu, scan, leave: pushes and what the chat shows', async () => {
    const world = scene();
    const service = world.account('service');
    const hook = await webhook(({ body }) => {
      const name = (tag: string) => new RegExp(`<${tag}><!\\[CDATA\\[(.*?)\\]\\]>`).exec(body)?.[1] ?? '';
      const content = `<a href="${world.openBase}/connect/oauth2/authorize?x">进入</a>`;
      return body.includes('[text]')
        ? `<xml><ToUserName><![CDATA[${name('FromUserName')}]]></ToUserName><FromUserName><![CDATA[${name('ToUserName')}]]></FromUserName><CreateTime>1</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content}]]></Content></xml>`
        : 'success';
    });
    service.pushTo(hook.url, 'plain');
    const ming = world.person('xiaoming');
    expect(await ming.follow('service')).toMatchObject([{ event: 'subscribe', status: 200 }]);
    expect(ming.follows('service')).toBe(true);
    expect(await ming.say('service', '你好')).toMatchObject([{ event: 'text', reply: { from: 'account' } }]);
    expect(ming.chat('service').map(({ from }) => from)).toEqual(['person', 'account']);
    expect(await ming.tapLink('service', '进入')).toMatchObject({ error: { code: 10012 } });
    await expect(async () => ming.tapLink('service', '没有')).rejects.toBeInstanceOf(Impossible);

    world.state.menus.service = {
      button: [{ name: '我的', type: 'view', url: `${world.openBase}/connect/oauth2/authorize` }],
    };
    expect(await ming.tapMenu('service', '我的')).toMatchObject([{ event: 'VIEW' }]);
    expect(ming.phone().current?.outcome.error).toBeDefined();
    expect(await ming.unfollow('service')).toMatchObject([{ event: 'unsubscribe' }]);
    expect(world.ledger.pushes('text')).toHaveLength(1);
    expect(world.ledger.pushes()).toHaveLength(4);
  });

  it('the phone: sheet, allow, refuse, dismiss, snapshot and full service, back, share', async () => {
    const app = await webhook((request) => ({
      status: 200,
      body: `<p>${request.url.search}</p>`,
      headers: { 'content-type': 'text/html' },
    }));
    const world = scene();
    const { host } = new URL(app.url);
    world.account('service').set({ oauthDomains: ['127.0.0.1'] });
    const link = `${world.openBase}/connect/oauth2/authorize?appid=${world.account('service').appId}&redirect_uri=${encodeURIComponent(`http://${host}/cb`)}&response_type=code&scope=snsapi_userinfo&state=s1#wechat_redirect`;
    const phone = world.person('xiaoming').phone();
    expect(await phone.open(link)).toMatchObject({ sheet: { account: 'service' } });
    await phone.sheet.refuse();
    expect(await phone.open(link)).toMatchObject({ sheet: { scope: 'snsapi_userinfo' } });
    phone.sheet.dismiss();
    expect(phone.current).toBeNull();
    await phone.open(link);
    expect(await phone.sheet.allow()).toMatchObject({ status: 200, url: expect.stringContaining('code=') });
    expect(await phone.shareTo('xiaohong')).toMatchObject({ status: 200 });
    expect(await phone.back()).toMatchObject({ url: expect.stringContaining('state=s1') });
    const visitor = world.person('visitor').phone();
    expect(await visitor.open(link)).toMatchObject({ snapshot: true });
    expect(await visitor.useFullService()).toMatchObject({ sheet: { account: 'service' } });
    expect(app.received).toHaveLength(4);
  });
});

describe('time and what ends early', () => {
  it('clock: advance reports what fired in order, travelTo, freeze, run', async () => {
    const world = scene();
    world.clock.freeze();
    world.person('xiaoming').authorise('service', { redirectUri: callback, scope: 'snsapi_base' });
    await world.fetch(tokenUrl(world));
    const fired = world.clock.advance('2h');
    expect(fired.map(({ event }) => event)).toEqual(['codeExpired', 'appTokenExpired']);
    expect(fired[0]?.at).toBe(Date.parse(clock) + 300_000);
    world.clock.travelTo('2014-01-01');
    expect(world.now()).toBe(Date.parse('2014-01-01T00:00:00+08:00'));
    world.clock.run();
    expect(world.clock.frozen).toBe(false);
    expect(() => world.clock.advance('soon' as never)).toThrow(TypeError);
  });

  it('bound to fake timers, the application’s timers go along', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const world = createWorld({ clock });
    const unbind = world.clock.bind(vi);
    const refresh = vi.fn();
    setTimeout(refresh, 6_900_000);
    world.clock.advance('2h');
    expect(refresh).toHaveBeenCalledOnce();
    expect(world.now()).toBe(Date.parse(clock) + 7_200_000);
    unbind();
    world.clock.advance('2h');
    expect(vi.getTimerCount()).toBe(0);
    expect(world.now()).toBe(Date.parse(clock) + 14_400_000);
  });

  it('token.expireNow and codes.expire', async () => {
    const world = scene();
    const service = world.account('service');
    const { access_token: token } = await json(world.fetch(tokenUrl(world)));
    const call = () => json(world.fetch(`${world.apiBase}/cgi-bin/getcallbackip?access_token=${token}`));
    expect(await call()).toHaveProperty('ip_list');
    service.token.expireNow();
    expect(await call()).toMatchObject({ errcode: 42001 });

    const { code } = world.person('xiaoming').authorise('service', { redirectUri: callback, scope: 'snsapi_base' });
    expect(world.codes.expire()).toBe(1);
    const query = `appid=${service.appId}&secret=${service.appSecret}&code=${code}&grant_type=authorization_code`;
    expect(await json(world.fetch(`${world.apiBase}/sns/oauth2/access_token?${query}`))).toMatchObject({
      errcode: 40029,
    });
  });
});

describe('faults', () => {
  const errcodes = async (world: ReturnType<typeof scene>, count: number) => {
    const codes = [];
    for (let call = 0; call < count; call += 1) codes.push((await json(world.fetch(tokenUrl(world)))).errcode ?? 0);
    return codes;
  };
  const operation = '/cgi-bin/token';

  it('next, times, while, clear', async () => {
    const world = scene();
    world.faults.next(operation, 'systemBusy');
    world.faults.times(2, operation, 'errcode:45009');
    expect(await errcodes(world, 4)).toEqual([-1, 45009, 45009, 0]);
    expect(await world.faults.while(operation, 'systemBusy', () => errcodes(world, 3))).toEqual([-1, -1, -1]);
    expect(await errcodes(world, 1)).toEqual([0]);
    world.faults.times(9, operation, 'systemBusy');
    world.faults.clear();
    expect(await errcodes(world, 1)).toEqual([0]);
  });

  it('rate, from the seed', async () => {
    const [one, other] = [scene(), scene()];
    for (const world of [one, other]) world.faults.rate(0.5, operation, 'systemBusy');
    const codes = await errcodes(one, 30);
    expect(new Set(codes).size).toBe(2);
    expect(await errcodes(other, 30)).toEqual(codes);
  });

  it('a fault that cannot strike there is misuse', () => {
    expect(() => scene().faults.next('push', 'html')).toThrow(TypeError);
    expect(() => scene().faults.next(operation, 'bad luck')).toThrow(/systemBusy/);
  });
});

describe('the ledger and the report', () => {
  it('waits for what is there, what comes, and not for ever', async () => {
    const world = scene({ timers: { setTimeout: (run) => void queueMicrotask(run), clearTimeout: () => {} } });
    await expect(world.ledger.waitFor({ kind: 'push' })).rejects.toBeInstanceOf(LedgerTimeout);
    const patient = scene();
    const waited = patient.ledger.waitFor({ operation: '/cgi-bin/token' });
    await patient.fetch(tokenUrl(patient));
    expect(await waited).toMatchObject({ kind: 'call', status: 200 });
    expect(await patient.ledger.waitFor((entry) => entry.kind === 'call')).toEqual(await waited);
  });

  it('as Markdown, HAR and curl, secrets masked', async () => {
    const world = scene();
    await world.fetch(tokenUrl(world));
    world.person('xiaoming').authorise('service', { redirectUri: callback, scope: 'snsapi_base' });
    expect(world.ledger.calls('/cgi-bin/token')).toHaveLength(1);
    expect(world.ledger.toMarkdown()).toContain('| call | GET /cgi-bin/token |');
    expect(world.ledger.toHar()).toMatchObject({
      log: { version: '1.2', entries: [{ request: { method: 'GET' }, response: { status: 200 } }, {}] },
    });
    const curl = world.ledger.toCurl({ kind: 'call' });
    expect(curl).toMatch(
      /^curl -s 'https:\/\/api\.weixin\.qq\.com\/cgi-bin\/token\?grant_type=client_credential&appid=wx/,
    );
    const all = [world.ledger.toMarkdown(), JSON.stringify(world.ledger.toHar()), curl].join('\n');
    expect(all).not.toContain(world.account('service').appSecret);
  });

  it('expectClean names what stands against a world', async () => {
    const world = scene();
    world.expectClean();
    await world.fetch(`${world.apiBase}/cgi-bin/no/such`);
    expect(world.report()).toMatchObject([{ level: 'gap' }]);
    expect(() => world.expectClean()).toThrow(NotClean);
    expect(() => world.expectClean()).toThrow('gap X-01 ×1: GET /cgi-bin/no/such is not simulated');
    world.expectClean({ allow: ['X-01'] });
  });
});

describe('worlds as values', () => {
  it('X-03 X-04 fork, snapshot, restore, reset, save, load', async () => {
    const world = scene();
    const fork = world.fork();
    fork.person('xiaoming').set({ nickname: 'changed' });
    expect(world.person('xiaoming').state.nickname).toBe('小明');
    const saved = world.save();
    fork.load(saved);
    expect(fork.save()).toBe(saved);
    const before = world.snapshot();
    await world.person('xiaoming').follow('service');
    world.restore(before);
    expect(world.person('xiaoming').follows('service')).toBe(false);
    const { appId } = world.account('service');
    world.reset();
    expect(world.account('service').appId).toBe(appId);
  });
});
