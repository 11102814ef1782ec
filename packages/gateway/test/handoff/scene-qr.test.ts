/** The code of the account: who follows or scans is asked for the number on the screen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHandoffs } from '../../src/handoff/handoffs.ts';
import { createCookies } from '../../src/login/cookies.ts';
import type { Visit } from '../../src/login/visit.ts';
import { databases } from '../databases.ts';
import { openidOf, pushAccount, writtenAccount } from '../login/browser.ts';
import { type HandoffStage, handoffStage } from './stage.ts';

const account = (fields: object = {}, push: Record<string, unknown> = {}) =>
  writtenAccount('service', { methods: ['wechat', 'scene_qr', 'link_qr', 'message_code'], ...fields }, push);

describe.each(databases)('a code of the account, on $name', (database) => {
  let stage: HandoffStage;
  beforeAll(async () => {
    stage = await handoffStage(database, { accounts: [account()] });
    stage.gateway.wechat.answers.set('/cgi-bin/user/info', ({ url }) => ({
      subscribe: 1,
      openid: new URL(url).searchParams.get('openid'),
      subscribe_time: 1_700_000_000,
      tagid_list: [],
    }));
  });
  afterAll(() => stage?.close());

  const number = async (waiting: { row(): Promise<{ matchNumber: number }> }) =>
    String((await waiting.row()).matchNumber);

  it.each(['SCAN', 'subscribe'] as const)('%s asks for the number, and the number signs in', async (how) => {
    const waiting = await stage.waits();
    expect(waiting.page.body).toContain('扫码关注「service 店」');
    const asked = await stage.scene(`fan ${how}`, await waiting.handle(), how);
    expect(asked.reply).toContain('半盏茶铺想在Windows 电脑，Edge上登录（网络 127.0.0.*）');
    expect(asked.reply).not.toContain('欢迎');
    expect((await waiting.desktop.get(waiting.path)).body).toContain(`<p class="no">${await number(waiting)}</p>`);
    expect((await stage.say(`fan ${how}`, await number(waiting))).reply).toContain('已登录');
    const finished = await waiting.desktop.get(`${waiting.path}/go`);
    expect(finished.location).toMatch(/^\/login\/request\//);
    const person = await stage.gateway.parts.people.find(pushAccount('service').appId, openidOf(`fan ${how}`));
    expect((await waiting.row()).personId).toBe(person?.id);
    // A follow is a follow all the same.
    const follower = await stage.gateway.parts.store.followers.find(
      pushAccount('service').appId,
      openidOf(`fan ${how}`),
    );
    expect(follower?.subscribed).toBe(how === 'subscribe' ? 1 : undefined);
  });

  it('WeChat is asked for a string scene of 128 bits that lives as long as the code on the screen', async () => {
    await stage.waits();
    const call = stage.gateway.wechat.calls.filter(({ operation }) => operation === '/cgi-bin/qrcode/create').at(-1)!;
    expect(JSON.parse(String(call.body))).toEqual({
      expire_seconds: 120,
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: expect.stringMatching(/^[0-9a-f]{32}$/) } },
    });
  });

  it('QR-01 a scan alone signs nobody in', async () => {
    const waiting = await stage.waits();
    await stage.scene('fan', await waiting.handle());
    expect(await waiting.state()).toBe('scanned');
    await waiting.desktop.get(`${waiting.path}/go`);
    expect(waiting.desktop.jar.has('session')).toBe(false);
  });

  it('QR-02 a wrong number closes it', async () => {
    const waiting = await stage.waits();
    await stage.scene('hasty', await waiting.handle());
    const right = await number(waiting);
    const wrong = right === '10' ? '11' : '10';
    expect((await stage.say('hasty', wrong)).reply).toContain('这次登录已关闭');
    expect((await stage.say('hasty', right)).reply).toBe('success');
    expect(await waiting.state()).toBe('wrong');
  });

  it('QR-03 after two minutes neither scan nor number does anything', async () => {
    const [scanned, fresh] = [await stage.waits(), await stage.waits()];
    await stage.scene('fan', await scanned.handle());
    stage.clock.ahead += 121_000;
    expect((await stage.say('fan', await number(scanned))).reply).toBe('success');
    expect((await stage.scene('fan', await fresh.handle())).reply).toContain('这个码不能用了');
    expect([await scanned.state(), await fresh.state()]).toEqual(['expired', 'expired']);
  });

  it('a forwarded picture: whoever scans it does not see the number, and the first who scans has it', async () => {
    const waiting = await stage.waits();
    await stage.scene('victim', await waiting.handle());
    expect((await stage.scene('fan', await waiting.handle())).reply).toContain('这个码不能用了');
    expect((await stage.say('fan', await number(waiting))).reply).toBe('success');
    expect(await waiting.state()).toBe('scanned');
    // A second scan of the same person asks again.
    expect((await stage.scene('victim', await waiting.handle())).reply).toContain('请回复电脑上显示的数字');
  });

  it('QR-06 made-up scenes hit nothing, and whoever makes them up is not heard any more', async () => {
    const waiting = await stage.waits();
    for (let count = 0; count < 6; count++) {
      expect((await stage.scene('guesser', `${count}`.repeat(32))).reply).toBe('success');
    }
    expect((await stage.scene('guesser', await waiting.handle())).reply).toBe('success');
    expect(await waiting.state()).toBe('new');
    expect((await stage.scene('fan', await waiting.handle())).reply).toContain('半盏茶铺');
  });

  it('other codes of the account are none of our business, however often they are scanned', async () => {
    for (let count = 0; count < 8; count++) expect((await stage.scene('fan 2', 'poster-7')).reply).toBe('success');
    const waiting = await stage.waits();
    expect((await stage.scene('fan 2', await waiting.handle())).reply).toContain('半盏茶铺');
    expect((await stage.scene('fan 3', 'poster-7', 'subscribe')).reply).toContain('欢迎');
  });

  it('QR-08 a forged scan is refused, and in a plain push that is not trusted it is no way to sign in', async () => {
    const waiting = await stage.waits();
    const stale = { timestamp: Math.floor(stage.clock.now() / 1000) - 86_400 };
    expect((await stage.scene('fan', await waiting.handle(), 'SCAN', stale)).status).toBe(401);
    expect(await waiting.state()).toBe('new');
    await expect(handoffStage(database, { accounts: [account({}, { mode: 'plain' })] })).rejects.toThrow(
      /methods: names scene_qr/,
    );
  });

  it('QR-09 ten scans and ten numbers at once: one person, one session', async () => {
    const waiting = await stage.waits();
    const scene = await waiting.handle();
    const people = Array.from({ length: 10 }, (_, index) => `crowd ${index}`);
    await Promise.all(people.map((name) => stage.scene(name, scene)));
    const match = await number(waiting);
    const answers = await Promise.all(people.map((name) => stage.say(name, match)));
    expect(answers.filter(({ reply }) => reply.includes('已登录'))).toHaveLength(1);
    const { openid } = await waiting.row();
    expect(people.map(openidOf)).toContain(openid);
  });

  it('QR-10 a scene that is done is nothing on the next day', async () => {
    const waiting = await stage.waits();
    await stage.scene('fan', await waiting.handle());
    await stage.say('fan', await number(waiting));
    await waiting.desktop.get(`${waiting.path}/go`);
    stage.clock.ahead += 86_400_000;
    expect((await stage.scene('fan', await waiting.handle())).reply).toContain('这个码不能用了');
    expect((await stage.say('fan', await number(waiting))).reply).toBe('success');
    expect((await waiting.row()).status).toBe('consumed');
  });

  it('where WeChat makes no code, the next method is shown; alone it says so', async () => {
    const make = stage.gateway.wechat.answers.get('/cgi-bin/qrcode/create')!;
    stage.gateway.wechat.answers.set('/cgi-bin/qrcode/create', () => ({
      errcode: 45009,
      errmsg: 'reach max api daily quota limit',
    }));
    const waiting = await stage.waits();
    expect((await waiting.row()).kind).toBe('link_qr');
    const again = await waiting.desktop.post(`${waiting.path}/again`, { method: 'scene_qr' });
    expect(again.status).toBe(503);
    expect(await waiting.state()).toBe('new');
    stage.gateway.wechat.answers.set('/cgi-bin/qrcode/create', make);
  });

  it('one network cannot use up the codes of the day, at all nodes together', async () => {
    const { desktop } = await stage.waits();
    const replies = [];
    for (let count = 0; count < 70; count++) replies.push(await desktop.get('/login/service', { 'user-agent': 'x' }));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([303, 429]));
    expect(replies.at(-1)!.headers.get('retry-after')).toBe('60');
    const { parts, urls } = stage.gateway;
    // Nothing that another node remembers by itself.
    const elsewhere = createHandoffs(parts, createCookies(urls.public));
    const side = {
      account: parts.accounts.byName('service')!,
      site: 'x',
      wantsName: false,
      userAgent: 'x',
      returnTo: '/me',
    };
    const from = (address: string) => ({ cookies: new Map<string, string>(), address }) as unknown as Visit;
    const problemAt = (address: string) =>
      elsewhere.start({ ...side, methods: ['scene_qr'] }, from(address)).catch(({ code }) => code);
    expect(await problemAt('127.0.0.9')).toBe('rate_limited');
    expect(await problemAt('192.0.2.1')).not.toBe('rate_limited');
  });
});
