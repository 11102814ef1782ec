/** The plain code: a desktop that waits, and a phone that authorises and picks the number. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choicesFor } from '../../src/handoff/choices.ts';
import { databases } from '../databases.ts';
import { browser, callback } from '../login/browser.ts';
import { desktopAgent, type HandoffStage, handoffStage, request } from './stage.ts';

describe.each(databases)('a code that a phone opens, on $name', (database) => {
  let stage: HandoffStage;
  beforeAll(async () => {
    stage = await handoffStage(database);
  });
  afterAll(() => stage?.close());

  it('OPX-19 from the QR code to the code of the client; the number that was picked is a visible act', async () => {
    const waiting = await stage.waits();
    const { desktop, path, page, row } = waiting;
    expect(page.body).toContain('<path d="M0 0.5h7');
    expect(page.body).toContain('shop.test.invalid');
    const { phone, path: scan, page: asked } = await stage.scans(waiting, 'xiaoming');
    const { matchNumber } = await row();
    // QR-04: site, place, device and the numbers.
    for (const part of ['半盏茶铺', 'Windows 电脑，Edge', '127.0.0.*', `value="${matchNumber}"`]) {
      expect(asked.body).toContain(part);
    }
    expect((await desktop.get(path)).body).toContain(`<p class="no">${matchNumber}</p>`);
    await phone.post(scan, { match: String(matchNumber) });
    expect(await waiting.state()).toBe('confirmed');
    const finished = await desktop.get(`${path}/go`, desktopAgent);
    expect(finished.location).toMatch(/^\/login\/request\//);
    const resumed = await desktop.get(finished.location, desktopAgent);
    const answer = await desktop.get(resumed.location, desktopAgent);
    expect(new URL(answer.location).searchParams.get('code')).toBeTruthy();
    const known = await desktop.get(`${request()}&max_age=1000&prompt=none`, desktopAgent);
    expect(new URL(known.location).searchParams.get('code')).toBeTruthy();
    // The phone can end what it began.
    expect((await phone.get(scan)).body).toContain('name="end"');
    const ended = await phone.post(scan, { end: 'yes' });
    expect((await desktop.get('/me')).body).toContain('你还没有登录');
    const told = await phone.get(ended.location);
    expect(told.body).toContain('那台电脑没有登录');
    expect(told.body).not.toContain('name="end"');
    // Nor is the computer known to applications any more.
    const after = await desktop.get(`${request()}&prompt=none`, desktopAgent);
    expect(new URL(after.location).searchParams.get('error')).toBe('login_required');
  });

  it.each([
    ['en-GB fr', 'Sign in to'],
    ['zh-TW', '用微信登录'],
    ['fr', '用微信登录'],
  ])('speaks the language that the client asks for: ui_locales=%s', async (locales, words) => {
    const desktop = browser(stage.gateway);
    const asked = await desktop.get(`${request()}&ui_locales=${encodeURIComponent(locales)}`, desktopAgent);
    const waiting = await desktop.get((await desktop.get(asked.location, desktopAgent)).location, desktopAgent);
    expect(waiting.body).toContain(words);
  });

  it('from the plain login page of an account to where the visitor wanted to go', async () => {
    const waiting = await stage.waitsAt('/login/service?return_to=/orders');
    expect(waiting.page.body).toContain('用微信登录<span class="nw">service 店</span>');
    const { phone, path } = await stage.scans(waiting, 'xiaoming');
    await phone.post(path, { match: String((await waiting.row()).matchNumber) });
    expect((await waiting.desktop.get(`${waiting.path}/go`)).location).toBe('/orders');
    expect((await waiting.desktop.get('/me', desktopAgent)).body).toContain('登录<br>成功');
  });

  it('QR-01 a scan alone signs nobody in', async () => {
    const waiting = await stage.waits();
    await stage.scans(waiting, 'xiaoming');
    expect(await waiting.state()).toBe('scanned');
    expect((await waiting.desktop.get(`${waiting.path}/go`)).location).toBe(waiting.path);
    expect(waiting.desktop.jar.has('session')).toBe(false);
  });

  it('QR-02 a wrong number closes it', async () => {
    const waiting = await stage.waits();
    const { phone, path } = await stage.scans(waiting, 'xiaoming');
    const row = await waiting.row();
    const wrong = choicesFor(row, stage.gateway.parts.sealer).find((number) => number !== row.matchNumber)!;
    await phone.post(path, { match: String(wrong) });
    await phone.post(path, { match: String(row.matchNumber) });
    expect((await waiting.row()).status).toBe('wrong');
    expect((await waiting.desktop.get(waiting.path)).body).toContain('数字不一致');
  });

  it('QR-03 after two minutes it is too late, and the desktop is told', async () => {
    const waiting = await stage.waits();
    const { phone, path } = await stage.scans(waiting, 'xiaoming');
    stage.clock.ahead += 121_000;
    const late = await phone.post(path, { match: String((await waiting.row()).matchNumber) });
    expect(late.status).toBe(400);
    expect((await waiting.desktop.get(waiting.path)).body).toContain('二维码过期了');
    const renewed = await stage.again(waiting);
    expect(renewed.path).not.toBe(waiting.path);
    expect(renewed.page.body).toContain('等待手机扫码');
  });

  it('QR-04 refused on the phone, said on the desktop', async () => {
    const waiting = await stage.waits();
    const { phone, path } = await stage.scans(waiting, 'xiaoming');
    await phone.post(path, { refuse: 'yes' });
    expect((await waiting.desktop.get(waiting.path)).body).toContain('已在手机上取消');
  });

  it('QR-05 whoever knows the address but has not the cookie gets nothing', async () => {
    const { path } = await stage.waits();
    const stranger = browser(stage.gateway);
    expect((await stranger.get(`${path}/state`)).status).toBe(401);
    expect((await stranger.get(`${path}/events`)).status).toBe(401);
    expect((await stranger.get(path)).status).toBe(400);
    expect((await stranger.get(`${path}/go`)).status).toBe(400);
    expect((await stranger.post(`${path}/again`)).status).toBe(400);
    expect(stranger.jar.has('session')).toBe(false);
  });

  it('QR-05 a second phone does not get into the sign-in of the first, nor does the desktop itself', async () => {
    const waiting = await stage.waits();
    expect((await waiting.desktop.get(`/login/scan/${await waiting.handle()}`)).status).toBe(400);
    await stage.scans(waiting, 'xiaoming');
    const { phone, path, page } = await stage.scans(waiting, 'xiaohong');
    expect(page.status).toBe(400);
    await phone.post(path, { match: String((await waiting.row()).matchNumber) });
    expect((await waiting.row()).status).toBe('scanned');
  });

  it('crossed scans: each phone answers for the desktop that it scanned, and nobody else is signed in', async () => {
    const [mine, yours] = [await stage.waits(), await stage.waits()];
    const [me, you] = [await stage.scans(yours, 'xiaoming'), await stage.scans(mine, 'xiaohong')];
    // The number on my own screen is not the one of the desktop that my phone has scanned.
    const number = (await mine.row()).matchNumber;
    if (number !== (await yours.row()).matchNumber) await me.phone.post(me.path, { match: String(number) });
    await you.phone.post(you.path, { refuse: 'yes' });
    for (const { desktop, path } of [mine, yours]) {
      await desktop.get(`${path}/go`);
      expect(desktop.jar.has('session')).toBe(false);
    }
  });

  it('QR-07 asking a hundred times in a second is refused, and harms nothing', async () => {
    const waiting = await stage.waits();
    const replies = await Promise.all(Array.from({ length: 100 }, () => waiting.desktop.get(`${waiting.path}/state`)));
    expect(replies.filter(({ status }) => status === 429).length).toBeGreaterThan(70);
    expect((await waiting.row()).status).toBe('new');
  });

  it('QR-09 fifty confirmations at once, then fifty ways on at once: one session', async () => {
    const waiting = await stage.waits();
    const { phone, path } = await stage.scans(waiting, 'xiaoming');
    const match = String((await waiting.row()).matchNumber);
    const confirmed = await Promise.all(Array.from({ length: 50 }, () => phone.copy().post(path, { match })));
    expect(new Set(confirmed.map(({ status, location }) => `${status} ${location}`))).toEqual(new Set([`303 ${path}`]));
    const all = await Promise.all(Array.from({ length: 50 }, () => waiting.desktop.copy().get(`${waiting.path}/go`)));
    const sessions = new Set(all.map(({ cookies }) => cookies.find((line) => line.startsWith('session='))));
    expect([...sessions]).toEqual([expect.stringMatching(/^session=[^;]{20}/)]);
  });

  it('QR-10 what is done is done: the same address on the next day', async () => {
    const waiting = await stage.waits();
    const { phone, path } = await stage.scans(waiting, 'xiaoming');
    await phone.post(path, { match: String((await waiting.row()).matchNumber) });
    await waiting.desktop.get(`${waiting.path}/go`);
    stage.clock.ahead += 86_400_000;
    expect((await browser(stage.gateway).get(path)).status).toBe(400);
    // The page that says it is done has a way on, and not back to itself.
    const late = await waiting.desktop.get(`${waiting.path}/go`);
    expect([late.location, late.cookies]).toEqual([expect.stringMatching(/^\/login\/request\//), []]);
    expect((await waiting.desktop.get(late.location, desktopAgent)).body).toMatch(/半盏茶铺[\s\S]*这次登录已经过期/);
  });

  it('a computer that slept is told that it took too long, and nothing about another browser', async () => {
    const waiting = await stage.waitsAt('/login/service?return_to=/orders');
    stage.clock.ahead += 3_600_000;
    waiting.desktop.jar.clear();
    const woken = await waiting.desktop.get(waiting.path, desktopAgent);
    expect(woken.status).toBe(400);
    expect(woken.body).toContain('登录超时了');
    expect(woken.body).toContain('href="/login/service"');
    expect(woken.body).not.toContain('/orders');
    expect((await waiting.desktop.get('/login/wait/0000-0000-0000', desktopAgent)).body).toContain('登录超时了');
  });

  it('a stream tells the desktop as it happens', async () => {
    const waiting = await stage.waits();
    const cookie = [...waiting.desktop.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(stage.gateway.url(`${waiting.path}/events`), { headers: { cookie } });
    expect(reply.headers.get('content-type')).toBe('text/event-stream');
    const reader = reply.body!.getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe('data: {"state":"new"}\n\n');
    await stage.scans(waiting, 'xiaoming');
    expect(await next()).toBe('data: {"state":"scanned"}\n\n');
    await reader.cancel();
  });

  describe('a site that would like to know a name', () => {
    /** On the phone, after the right number. */
    async function matched(name: string) {
      const waiting = await stage.waits(desktopAgent, 'openid profile');
      const scanned = await stage.scans(waiting, name);
      await scanned.phone.post(scanned.path, { match: String((await waiting.row()).matchNumber) });
      return { waiting, ...scanned, explained: await scanned.phone.get(scanned.path) };
    }

    it('the number comes first, then the question; with a yes the name is known before the desktop goes on', async () => {
      const { waiting, phone, path, explained } = await matched('named');
      expect(await waiting.state()).toBe('matched');
      expect((await waiting.desktop.get(`${waiting.path}/go`)).location).toBe(waiting.path);
      expect(explained.location).toBe(`/login/service/profile?return_to=${encodeURIComponent(`${path}?asked=1`)}`);
      expect((await phone.get(explained.location)).body).toContain('半盏茶铺想知道你的微信昵称和头像');
      const started = await phone.post('/login/service/profile', { return_to: `${path}?asked=1` });
      const back = await phone.get(callback(started.location, stage.codes.of('named', 'snsapi_userinfo')));
      await phone.get(back.location);
      expect(await waiting.state()).toBe('confirmed');
      expect((await waiting.desktop.get(waiting.path)).body).toContain('<bdi>named</bdi>');
    });

    it('without a name the desktop is signed in as well', async () => {
      const { waiting, phone, path } = await matched('shy');
      const started = await phone.get(`/login/service?return_to=${encodeURIComponent(`${path}?asked=1`)}`);
      const back = await phone.get(callback(started.location, stage.codes.of('shy')));
      expect((await phone.get(back.location)).location).toBe(path);
      expect((await phone.get(path)).body).toContain('电脑上已登录');
      expect(await waiting.state()).toBe('confirmed');
    });

    it('whose name is known is not asked again', async () => {
      const { waiting, explained } = await matched('named');
      expect(explained.body).toContain('电脑上已登录');
      expect(await waiting.state()).toBe('confirmed');
    });

    it('who takes too long signs nobody in', async () => {
      const { waiting, phone, path } = await matched('slow');
      stage.clock.ahead += 121_000;
      expect((await phone.get(`${path}?asked=1`)).status).toBe(400);
      expect(await waiting.state()).toBe('expired');
    });

    it('asking for the end of it by hand confirms nothing before the number was right', async () => {
      const waiting = await stage.waits(desktopAgent, 'openid profile');
      const { phone, path } = await stage.scans(waiting, 'hasty');
      await phone.get(`${path}?asked=1`);
      expect(await waiting.state()).toBe('scanned');
    });
  });
});
