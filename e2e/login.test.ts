/** Signing in at the gateway from the simulator's phone: both sides as they ship, over HTTP, in worlds of two eras. */
import { createLog } from '@mingpian/gateway/log';
import { webViewOf } from '@mingpian/simulator/phone/web-view';
import { createTerminal } from 'mingpian/terminal';
import { startTrial, type Trial } from 'mingpian/trial/trial';
import { describe, expect, it, onTestFinished } from 'vitest';

interface Outcome {
  readonly url: string;
  readonly status: number | null;
  readonly sheet?: { account: string; scope: string };
  readonly snapshot?: true;
  readonly error?: { code: number | null; text: string };
}

async function stage(date?: string) {
  const nowhere = { write: () => true };
  const terminal = createTerminal({ language: 'zh', color: false, env: {}, stdout: nowhere, stderr: nowhere });
  const trial: Trial = await startTrial({
    host: '127.0.0.1',
    port: 0,
    env: {},
    terminal,
    log: createLog({ write: () => {} }, 'error'),
    ...(date !== undefined && { date: Date.parse(date) }),
  });
  onTestFinished(() => trial.close());
  const { simulator, gateway } = trial;
  const base = `${simulator.urls.control}/worlds/default`;
  async function control<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await fetch(base + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text || 'null');
  }
  return {
    gateway,
    control,
    phone(person: string) {
      const act = (verb: string, body: object = {}) => control<Outcome>('POST', `/people/${person}/${verb}`, body);
      return {
        open: (path: string, options: object = {}) =>
          act('open', { url: path.startsWith('http') ? path : gateway.urls.public + path, ...options }),
        /** Presses the form that goes to `action`. */
        press: (action: string, fields: Record<string, string> = {}) =>
          act('submit', { url: gateway.urls.public + action, fields }),
        act,
        html: () =>
          webViewOf(simulator.world, simulator.world.state.people.find(({ name }) => name === person)!).current?.html ??
          '',
        openid: async (account = 'service') =>
          (await control<{ openid: string }>('GET', `/people/${person}/openid?account=${account}`)).openid,
      };
    },
    people: () => gateway.parts.store.people.count(),
    exchanges: async () =>
      (await control<{ entries: { operation: string }[] }>('GET', '/ledger?operation=/sns/oauth2/access_token')).entries
        .length,
    here: (path: string) => gateway.urls.public + path,
  };
}

const then = '2014-01-01T00:00:00+08:00';
const eras: readonly (readonly [string, string | undefined])[] = [
  ['today', undefined],
  ['in 2014', then],
];

describe('method 3: silent', () => {
  it('3.3 3.6 today: a follower is known by openid, unionid and follow state, not by name', async () => {
    const world = await stage();
    const phone = world.phone('xiaohong');
    const page = await phone.open('/login/service');
    expect(page).toMatchObject({ url: world.here('/me'), status: 200 });
    expect(phone.html()).toContain(await phone.openid());
    expect(phone.html()).toMatch(/已关注，.*起/);
    expect(phone.html()).toContain('还不知道怎么称呼你');
    expect(phone.html()).toContain('aria-label="复制 UnionID"');
  });

  it('3.6 in 2014: the same sign-in gives the whole profile', async () => {
    const world = await stage(then);
    const phone = world.phone('xiaohong');
    await phone.open('/login/service');
    expect(phone.html()).toContain('<bdi>小红</bdi>');
    expect(phone.html()).toContain('中国 广东 深圳');
    expect(phone.html()).toContain('2014 年 6 月才有');
  });

  it('3.3 somebody who does not follow comes back silently too', async () => {
    const world = await stage();
    const phone = world.phone('xiaoming');
    expect((await phone.open('/login/service?return_to=/me')).url).toBe(world.here('/me'));
    expect(phone.html()).toContain('没有关注');
  });
});

describe('method 2: with consent', () => {
  it.each(eras)('2.3 2.6 the sheet, then the name, %s', async (_era, date) => {
    const world = await stage(date);
    const phone = world.phone('xiaoming');
    await phone.open('/login/service/profile', { from: 'chat' });
    const asked = await phone.press('/login/service/profile', { return_to: '/me' });
    expect(asked.sheet).toEqual({ account: 'service', scope: 'snsapi_userinfo' });
    expect((await phone.act('allow')).url).toBe(world.here('/me'));
    expect(phone.html()).toContain('<bdi>小明</bdi>');
    expect(phone.html()).toContain('经你允许');
  });

  it('2.6 a hostile nickname comes through, and does nothing', async () => {
    const world = await stage();
    const phone = world.phone('emoji');
    await phone.open('/login/service/profile');
    await phone.press('/login/service/profile');
    await phone.act('allow');
    expect(phone.html()).toContain('&lt;');
    expect(phone.html()).toContain('<span class="bx">');
  });

  it('2.3 refused: in 2014 the page says so, today nothing comes back', async () => {
    for (const date of [then, undefined]) {
      const world = await stage(date);
      const phone = world.phone('refuser');
      await phone.open('/login/service/profile');
      const page = await phone.press('/login/service/profile');
      expect(page.url.startsWith(world.here('/login/outcome/'))).toBe(date === then);
      if (date === then) expect(phone.html()).toContain('你没有同意授权');
      expect(await world.people()).toBe(0);
    }
  });

  it('2.3 2.5 a snapshot page signs nobody in; with the full service the person is signed in', async () => {
    const world = await stage();
    const phone = world.phone('visitor');
    await phone.open('/login/service/profile');
    const preview = await phone.press('/login/service/profile', { return_to: '/me' });
    expect(preview).toMatchObject({ snapshot: true, status: 200 });
    expect(phone.html()).toContain('登录前，还差一步');
    expect(await world.people()).toBe(0);
    await phone.act('use-full-service');
    expect(await phone.act('allow')).toMatchObject({ url: world.here('/me'), status: 200 });
    expect(phone.html()).toContain('登录<br>成功');
    expect(await world.people()).toBe(1);
  });
});

describe('what browsers do', () => {
  it('A-34 back sends the used callback again: the same page, no second exchange', async () => {
    const world = await stage();
    const phone = world.phone('xiaoming');
    await phone.open('/login/service');
    expect(await phone.act('back')).toMatchObject({ url: world.here('/me'), status: 200 });
    expect(await world.exchanges()).toBe(1);
  });

  it.each([
    ['doubleOpen', '/me', '登录<br>成功', 1],
    ['lostCookies', '/wechat/callback', '不是同一个浏览器', 0],
    ['lostState', '/wechat/callback', '这个地址不完整', 0],
    ['changedState', '/me', '登录<br>成功', 1],
    ['reuseCode', '/me', '登录<br>成功', 1],
  ])('2.4 %s', async (fault, path, text, exchanges) => {
    const world = await stage();
    const phone = world.phone('xiaoming');
    // A code that is handed out again has to have been used before.
    if (fault === 'reuseCode') await phone.open('/login/service');
    const before = await world.exchanges();
    await world.control('PUT', '/faults', [{ operation: 'authorize', fault, times: 1 }]);
    const page = await phone.open('/login/service');
    expect(new URL(page.url).pathname).toBe(path);
    expect(phone.html()).toContain(text);
    expect((await world.exchanges()) - before).toBe(exchanges);
  });

  it('-1 burns the code: a page at a clean address, and the next sign-in works', async () => {
    const world = await stage();
    const phone = world.phone('xiaoming');
    await world.control('PUT', '/faults', [{ operation: '/sns/oauth2/access_token', fault: 'systemBusy', times: 1 }]);
    const page = await phone.open('/login/service');
    expect(page.url).toContain('/login/outcome/');
    expect(page.url).not.toContain('code=');
    expect(phone.html()).toContain('-1 upstream_busy');
    expect((await phone.open('/login/service')).url).toBe(world.here('/me'));
  });

  it('outside WeChat a page waits for another device', async () => {
    const world = await stage();
    const phone = world.phone('xiaoming');
    const page = await phone.open('/login/service', { client: 'browser' });
    expect(new URL(page.url).pathname).toMatch(/^\/login\/wait\//);
    expect(phone.html()).toContain('公众号');
  });
});

describe('the borrowed account', () => {
  it.each(eras)('6.1 6.2 the link from the chat, proven from both sides, %s', async (_era, date) => {
    const world = await stage(date);
    const phone = world.phone('xiaohong');
    const say = (text: string) => phone.act('say', { account: 'unverified', text });
    await phone.act('follow', { account: 'unverified' });
    const told = JSON.stringify(await say('授权'));
    const link = /http:\/\/[^"\\]*\/login\/link\/[0-9a-f]{64}/.exec(told)?.[0];
    expect(link, told).toBeDefined();
    const page = await phone.open(link!);
    expect(new URL(page.url).pathname).toMatch(/^\/login\/link\/[^/]+\/number$/);
    const digits = /<p class="code">(\d{6})<\/p>/.exec(phone.html())![1]!;
    expect(JSON.stringify(await say(digits))).toContain('两边已经是同一个人');
    const done = await phone.press(new URL(page.url).pathname);
    expect(done.url).toBe(world.here('/me'));
    const { people, accounts } = world.gateway.parts;
    const [chat, web] = await Promise.all(
      ['unverified', 'service'].map(async (name) =>
        people.find(accounts.byName(name)!.appId, await phone.openid(name)),
      ),
    );
    expect(chat?.id).toBeDefined();
    expect(web?.id).toBe(chat?.id);
  });

  it.each(
    eras,
  )('6.1 LNK-05 a link that was passed on joins nobody without a word in its own chat, %s', async (_era, date) => {
    const world = await stage(date);
    const [hers, his] = [world.phone('xiaohong'), world.phone('xiaoming')];
    await hers.act('follow', { account: 'unverified' });
    const told = JSON.stringify(await hers.act('say', { account: 'unverified', text: '授权' }));
    const link = /http:\/\/[^"\\]*\/login\/link\/[0-9a-f]{64}/.exec(told)![0];
    const { audit, people } = world.gateway.parts.store;
    const before = await people.count();
    const page = await his.open(link);
    expect(new URL(page.url).pathname).toMatch(/^\/login\/link\/[^/]+\/number$/);
    const digits = /<p class="code">(\d{6})<\/p>/.exec(his.html())![1]!;
    // He may send the number from a chat of his own: it is not the one to which the link was given.
    await his.act('follow', { account: 'unverified' });
    await his.act('say', { account: 'unverified', text: digits });

    expect(await audit.list({ limit: 50, kind: 'linked' })).toEqual([]);
    const { accounts } = world.gateway.parts;
    const found = async (phone: typeof hers, name: string) =>
      world.gateway.parts.people.find(accounts.byName(name)!.appId, await phone.openid(name));
    expect(await found(his, 'service')).toBeUndefined();
    const [herChat, hisChat] = [await found(hers, 'unverified'), await found(his, 'unverified')];
    expect(herChat?.id).toBeDefined();
    expect(hisChat?.id).not.toBe(herChat?.id);
    expect(await people.count()).toBe(before + 1);
  });
});
