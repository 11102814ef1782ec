/** Links between an account that borrows and the account it borrows from, from the message in the chat to one person. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { linkAnswers } from '../../src/linking/answers.ts';
import { textMessage } from '../harness.ts';
import {
  authorise,
  browser,
  callback,
  openidOf,
  pushAccount,
  type SignInWorld,
  signIn,
  signInWorld,
  unionidOf,
  writtenAccount,
} from './browser.ts';

const chat = openidOf('xiaohong in the chat');
const minutes = 60_000;

let world: SignInWorld;
async function open(unverified: Record<string, unknown> = {}, push: Record<string, unknown> = {}): Promise<void> {
  world = await signInWorld({
    accounts: [
      writtenAccount('service', { open_platform: 'main' }),
      writtenAccount('unverified', { kind: 'subscription', verified: false, borrows: 'service', ...unverified }, push),
      writtenAccount('sandbox', { kind: 'sandbox' }),
    ],
  });
}
beforeEach(() => open());
afterEach(() => world.gateway.close());

const say = async (text: string, from = chat, wire = {}) =>
  (await world.gateway.push('unverified', textMessage('unverified', from, text, world.gateway.clock.time), wire)).reply;

async function ticketPath(from = chat): Promise<string> {
  const reply = await say('授权', from);
  const path = /href="http:\/\/127\.0\.0\.1:\d+(\/login\/link\/[0-9a-f]{64})"/.exec(reply)?.[1];
  if (path === undefined) throw new Error(`no link in ${reply}`);
  return path;
}

const appId = (account: string) => pushAccount(account).appId;
const personOf = (account: string, openid: string) => world.gateway.parts.people.find(appId(account), openid);
const digitsOn = (body: string) => /<p class="code">(\d{6})<\/p>/.exec(body)?.[1] ?? '';

/** Opens the ticket, authorises, and stands on the page with the number. */
async function upToTheNumber(visitor = browser(world.gateway), name = 'xiaohong', from = chat) {
  const started = await visitor.get(await ticketPath(from));
  const back = await visitor.get(callback(started.location, world.codes.of(name)));
  const page = await visitor.get(back.location);
  return { visitor, path: back.location, page, digits: digitsOn(page.body) };
}

const wrong = (digits: string) => String((Number(digits) + 1) % 1_000_000).padStart(6, '0');

describe('the honest way', () => {
  it('6.2 the number shown to the one side and sent by the other makes them one person, and signs in', async () => {
    const { visitor, path, page, digits } = await upToTheNumber();
    expect(page.body).toContain('unverified 店');
    expect(page.body).toContain('service 店');
    expect(visitor.jar.has('session')).toBe(false);
    expect(await personOf('service', openidOf('xiaohong'))).toBeUndefined();

    expect(await say(digits)).toContain('两边已经是同一个人');
    const done = await visitor.post(path);
    expect([done.status, done.location]).toEqual([303, '/me']);
    const mine = await personOf('unverified', chat);
    expect((await personOf('service', openidOf('xiaohong')))?.id).toBe(mine?.id);
    expect((await visitor.get('/me')).body).toContain(openidOf('xiaohong').slice(0, 8));
  });

  it('LNK-10 a link through a borrowed account is marked foreign, has no unionid, and is shown as such', async () => {
    const { visitor, path, page, digits } = await upToTheNumber();
    expect(page.body).toContain('借用的公众号');
    await say(digits);
    await visitor.post(path);
    const identity = await world.gateway.parts.store.people.identity(appId('service'), openidOf('xiaohong'));
    expect(identity).toMatchObject({ foreign: 1, unionid: null, origin: 'linked' });
    expect((await visitor.get('/me')).body).toContain('借用了「service 店」的网页授权');
    const [audit] = await world.gateway.parts.store.audit.list({ limit: 5, kind: 'linked' });
    expect(audit).toMatchObject({ account: 'unverified' });
  });

  it('pressing continue before the number came says so and shows it again', async () => {
    const { visitor, path, digits } = await upToTheNumber();
    const again = await visitor.post(path);
    const page = await visitor.get(again.location);
    expect(page.body).toContain('还没有收到这个数字');
    expect(digitsOn(page.body)).toBe(digits);
  });

  it('who signs out and goes back to the number stays signed out', async () => {
    const { visitor, path, digits } = await upToTheNumber();
    await say(digits);
    await visitor.post(path);
    await visitor.post('/me/sign-out');
    await visitor.get(path);
    expect((await visitor.get('/me')).body).toContain('你还没有登录');
  });

  it('a second link of two sides that are one person already is a plain sign-in', async () => {
    const { visitor, path, digits } = await upToTheNumber();
    await say(digits);
    await visitor.post(path);
    const other = browser(world.gateway);
    const started = await other.get(await ticketPath());
    expect((await other.get(callback(started.location, world.codes.of('xiaohong')))).location).toBe('/me');
  });
});

describe('the ticket', () => {
  it('LNK-02 with a digit changed, cut short, or of another purpose: 400 with the same body each time', async () => {
    const path = await ticketPath();
    const last = path.at(-1) === '0' ? '1' : '0';
    const bad = [
      path.slice(0, -1) + last,
      path.slice(0, -1),
      `${path}0`,
      '/login/link/x',
      `/login/link/${'0'.repeat(64)}`,
    ];
    const bodies = new Set<string>();
    for (const address of bad) {
      const reply = await browser(world.gateway).get(address);
      expect(reply.status).toBe(400);
      expect(reply.cookies).toEqual([]);
      bodies.add(reply.body);
    }
    expect(bodies.size).toBe(1);
    // None of it harmed the ticket.
    expect((await browser(world.gateway).get(path)).status).toBe(303);
  });

  it('LNK-03 fifty times at once, and once more: one success', async () => {
    const path = await ticketPath();
    const replies = await Promise.all(Array.from({ length: 50 }, () => browser(world.gateway).get(path)));
    expect(replies.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 400)).toHaveLength(49);
    expect((await browser(world.gateway).get(path)).status).toBe(400);
  });

  it('LNK-03 fifty loads of the callback and fifty numbers at once: one exchange, one person, linked once', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get(await ticketPath());
    const address = callback(started.location, world.codes.of('xiaohong'));
    const loads = await Promise.all(Array.from({ length: 50 }, () => visitor.copy().get(address)));
    expect(world.codes.exchanges()).toBe(1);
    const [path = '', ...others] = new Set(loads.map(({ location }) => location));
    expect(others).toEqual([]);
    const digits = digitsOn((await visitor.get(path)).body);
    const answers = await Promise.all(Array.from({ length: 50 }, () => say(digits)));
    expect(answers.filter((answer) => answer.includes('两边已经是同一个人'))).toHaveLength(1);
    const { store } = world.gateway.parts;
    expect(await store.people.count()).toBe(1);
    expect(await store.audit.list({ limit: 10, kind: 'linked' })).toHaveLength(1);
  });

  it.each([
    [10 * minutes - 1, 303],
    [10 * minutes, 400],
  ])('LNK-04 %i ms old', async (ms, status) => {
    const path = await ticketPath();
    world.gateway.clock.time += ms;
    expect((await browser(world.gateway).get(path)).status).toBe(status);
  });

  it('is not taken by a load ahead, nor outside WeChat', async () => {
    const path = await ticketPath();
    const visitor = browser(world.gateway);
    expect((await visitor.send('HEAD', path)).status).toBe(204);
    expect((await visitor.get(path, { 'sec-purpose': 'prefetch' })).status).toBe(204);
    expect((await visitor.get(path, { 'user-agent': 'Firefox' })).body).toContain('请在微信里打开');
    expect((await visitor.get(path)).status).toBe(303);
  });

  it('I-03 a plain push that is not trusted gets no ticket, a trusted one does', async () => {
    for (const [trust, has] of [
      [false, false],
      [true, true],
    ] as const) {
      await world.gateway.close();
      await open({}, { mode: 'plain', encoding_aes_key: undefined, trust_plain_push: trust });
      expect((await say('授权', chat, { mode: 'plain' })).includes('/login/link/')).toBe(has);
    }
  });

  it('of an account with web authorisation of its own there is none: the start page serves', async () => {
    const reply = await world.gateway.push('sandbox', textMessage('sandbox', chat, '授权'));
    expect(reply.reply).toContain('/login/sandbox');
    expect(reply.reply).not.toContain('/login/link/');
  });
});

describe('what is not linked', () => {
  it('6.1 LNK-05 a forwarded ticket: nothing is linked until the chat it was handed to sends the number', async () => {
    const { page, digits } = await upToTheNumber(browser(world.gateway), 'victim');
    expect(page.body).toContain('链接是别人发给你的？');
    // Another chat knows nothing of the number, and five minutes later it is worthless.
    expect(await say(digits, openidOf('somebody else'))).toBe('success');
    world.gateway.clock.time += 5 * minutes;
    expect(await say(digits)).toBe('success');
    expect(await personOf('service', openidOf('victim'))).toBeUndefined();
  });

  it('the page belongs to the browser that authorised', async () => {
    const { path } = await upToTheNumber();
    const reply = await browser(world.gateway).get(path);
    expect(reply.status).toBe(400);
    expect(reply.body).not.toMatch(/class="code"/);
  });

  it('LNK-06 the number is burnt at the fifth wrong try', async () => {
    const { visitor, path, digits } = await upToTheNumber();
    for (const left of [4, 3, 2, 1]) expect(await say(wrong(digits))).toContain(`还可以试 ${left} 次`);
    expect(await say(wrong(digits))).toContain('这次确认已关闭');
    expect(await say(wrong(digits))).toBe('success');
    expect(await say(digits)).toBe('success');
    expect((await visitor.post(path)).body).toContain('link_invalid');
    expect(await personOf('service', openidOf('xiaohong'))).toBeUndefined();
  });

  it('four wrong tries and the right one link', async () => {
    const { digits } = await upToTheNumber();
    for (let round = 0; round < 4; round++) await say(wrong(digits));
    expect(await say(digits)).toContain('两边已经是同一个人');
  });

  it('I-03 a number from a push that is not trusted is not even compared', async () => {
    const confirm = () => Promise.reject(new Error('compared'));
    const answers = linkAnswers({ confirm, arrived: confirm }, 'zh');
    const account = world.gateway.parts.accounts.byName('unverified')!;
    expect(await answers.hear({ account, openid: chat, text: '123456', trusted: false })).toBeUndefined();
  });

  it('LNK-07 a dormant person with the same nickname is no match', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.post('/login/service/profile');
    await visitor.get(callback(started.location, world.codes.of('xiaohong', 'snsapi_userinfo')));
    await world.gateway.parts.people.see({
      account: world.gateway.parts.accounts.byName('unverified')!,
      openid: openidOf('attacker'),
      origin: 'push',
      at: world.gateway.clock.time,
    });
    await world.gateway.parts.people.learn(
      appId('unverified'),
      openidOf('attacker'),
      { nickname: 'xiaohong' },
      { source: 'follower', at: 1 },
    );
    await signIn(world, visitor, 'xiaohong');
    expect((await personOf('service', openidOf('xiaohong')))?.id).not.toBe(
      (await personOf('unverified', openidOf('attacker')))?.id,
    );
  });

  it('LNK-08 a snapshot user is refused', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get(await ticketPath());
    const back = await visitor.get(
      callback(started.location, world.codes.of('virtual', 'snsapi_base', { is_snapshotuser: 1 })),
    );
    expect((await visitor.get(back.location)).body).toContain('使用完整服务');
    expect(await personOf('service', openidOf('virtual'))).toBeUndefined();
  });

  it('LNK-09 a chat that is linked to somebody else: refused, nothing overwritten', async () => {
    const first = await upToTheNumber();
    await say(first.digits);
    const second = await upToTheNumber(browser(world.gateway), 'another');
    expect(await say(second.digits)).toContain('没有把两边认成一个人');
    expect((await second.visitor.post(second.path)).body).toContain('link_refused');
    expect(second.visitor.jar.has('session')).toBe(false);
    const mine = await personOf('unverified', chat);
    expect((await personOf('service', openidOf('xiaohong')))?.id).toBe(mine?.id);
    expect((await personOf('service', openidOf('another')))?.id).not.toBe(mine?.id);
  });
});

describe('inside one declared group', () => {
  /** Verified, in the group of `service`, and borrowing from it: both sides have a unionid. */
  beforeEach(async () => {
    await world.gateway.close();
    await open({ verified: true, open_platform: 'main' });
    const { wechat, parts } = world.gateway;
    const unverified = parts.accounts.byName('unverified')!;
    await parts.people.see({
      account: unverified,
      openid: chat,
      unionid: unionidOf('xiaohong'),
      origin: 'push',
      at: 1,
    });
    wechat.answers.set('/cgi-bin/user/info', ({ url }) => {
      const openid = new URL(url).searchParams.get('openid');
      const name = openid === openidOf('xiaohong') ? 'xiaohong' : 'victim';
      return { subscribe: 1, openid, unionid: unionidOf(name), subscribe_time: 1, tagid_list: [] };
    });
  });

  it('6.2 equal unionids need no number', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get(await ticketPath());
    const back = await visitor.get(callback(started.location, world.codes.of('xiaohong')));
    expect(back.location).toBe('/me');
    expect((await personOf('service', openidOf('xiaohong')))?.id).toBe((await personOf('unverified', chat))?.id);
  });

  it('unequal ones refuse, and the operator is told', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get(await ticketPath());
    const back = await visitor.get(callback(started.location, world.codes.of('victim')));
    expect((await visitor.get(back.location)).body).toContain('link_refused');
    expect(visitor.jar.has('session')).toBe(false);
    expect(await personOf('service', openidOf('victim'))).toBeUndefined();
    expect(world.gateway.lines.join('')).toContain('the unionids of both sides of a link differ');
  });

  it('walkthrough 7: the state of a link is bound to its browser as any other', async () => {
    const visitor = browser(world.gateway);
    const started = await visitor.get(await ticketPath());
    expect(authorise(started.location).get('appid')).toBe(appId('service'));
    const reply = await browser(world.gateway).get(callback(started.location, world.codes.of('victim')));
    expect(reply.status).toBe(400);
    expect(world.codes.exchanges()).toBe(0);
  });
});
