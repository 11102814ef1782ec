/** A desktop that waits and a phone that confirms: two browsers that share nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choicesFor } from '../../src/handoff/choices.ts';
import { deviceText, networkText } from '../../src/handoff/device.ts';
import { event, textMessage } from '../harness.ts';
import { type Browser, browser, callback, openidOf, type SignInWorld, signInWorld } from '../login/browser.ts';

const desktopAgent = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0',
};
const phoneAgent = {
  'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 Safari/604.1',
};
const shop = {
  client_id: 'shop',
  client_secret: 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1',
  name: '半盏茶铺',
  redirect_uris: ['https://shop.test.invalid/cb'],
  pkce: 'optional',
};
const request = `/oauth2/authorize?${new URLSearchParams({
  response_type: 'code',
  client_id: 'shop',
  redirect_uri: 'https://shop.test.invalid/cb',
  scope: 'openid',
  state: 'abc',
})}`;

describe('a sign-in that another device completes', () => {
  let world: SignInWorld;
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  beforeAll(async () => {
    world = await signInWorld({ clients: [shop] }, { clock, wechatClock: clock });
  });
  afterAll(() => world.gateway.close());

  /** A desktop on its waiting page. */
  async function waits(agent: Record<string, string> = desktopAgent) {
    const desktop = browser(world.gateway);
    let visit = await desktop.get(request, agent);
    visit = await desktop.get(visit.location, agent);
    const path = visit.location;
    const id = path.split('/').at(-1)!;
    const page = await desktop.get(path, agent);
    return { desktop, path, id, page, row: async () => (await world.gateway.parts.store.handoffs.find(id))! };
  }

  /** The address in the QR code; only its digest is in the store, so it is computed as the page does. */
  async function scanPath(path: string, desktop: Browser): Promise<string> {
    const { createHandoffs } = await import('../../src/handoff/handoffs.ts');
    const { createCookies } = await import('../../src/login/cookies.ts');
    const jar = createCookies(world.gateway.urls.public);
    const handoffs = createHandoffs(world.gateway.parts, jar);
    const visit = { cookies: desktop.jar } as unknown as Parameters<typeof handoffs.waiting>[1];
    const { handoff, binding } = await handoffs.waiting(path.split('/').at(-1)!, visit);
    return `/login/scan/${handoffs.handle(handoff, binding)}`;
  }

  /** Scans and authorises; ends on the page that asks for the number. */
  async function scans(path: string, name: string, phone = browser(world.gateway)) {
    const started = await phone.get(path);
    if (started.location === '') return { phone, page: started };
    const back = await phone.get(callback(started.location, world.codes.of(name)));
    return { phone, page: await phone.get(back.location) };
  }

  it('from the QR code to the code of the client', async () => {
    const { desktop, path, page, row } = await waits();
    expect(page.body).toContain('<path d="M0 0.5h7');
    expect(page.body).toContain('shop.test.invalid');
    const scan = await scanPath(path, desktop);
    const { phone, page: asked } = await scans(scan, 'xiaoming');
    const { matchNumber } = await row();
    // QR-04: site, place, device and the numbers.
    for (const part of ['半盏茶铺', 'Windows 电脑，Edge', '127.0.0.*', `value="${matchNumber}"`]) {
      expect(asked.body).toContain(part);
    }
    expect((await desktop.get(path)).body).toContain(`<p class="no">${matchNumber}</p>`);
    await phone.post(scan, { match: String(matchNumber) });
    expect(JSON.parse((await desktop.get(`${path}/state`)).body)).toEqual({ state: 'confirmed' });
    const finished = await desktop.get(`${path}/go`, desktopAgent);
    expect(finished.location).toMatch(/^\/login\/request\//);
    const resumed = await desktop.get(finished.location, desktopAgent);
    const answer = await desktop.get(resumed.location, desktopAgent);
    expect(new URL(answer.location).searchParams.get('code')).toBeTruthy();
    // The phone can end what it began.
    expect((await phone.get(scan)).body).toContain('name="end"');
    await phone.post(scan, { end: 'yes' });
    expect((await desktop.get('/me')).body).toContain('你还没有登录');
  });

  it('QR-01 a scan alone signs nobody in', async () => {
    const { desktop, path } = await waits();
    await scans(await scanPath(path, desktop), 'xiaoming');
    expect(JSON.parse((await desktop.get(`${path}/state`)).body)).toEqual({ state: 'scanned' });
    expect((await desktop.get(`${path}/go`)).location).toBe(path);
    expect(desktop.jar.has('session')).toBe(false);
  });

  it('QR-02 a wrong number closes it', async () => {
    const { desktop, path, row } = await waits();
    const scan = await scanPath(path, desktop);
    const { phone } = await scans(scan, 'xiaoming');
    const wrong = choicesFor(await row(), world.gateway.parts.sealer).find((number) => number !== -1)!;
    const { matchNumber } = await row();
    await phone.post(scan, { match: String(wrong === matchNumber ? matchNumber + 1 : wrong) });
    await phone.post(scan, { match: String(matchNumber) });
    expect((await row()).status).toBe('wrong');
    expect((await desktop.get(path)).body).toContain('数字不一致');
  });

  it('QR-03 after two minutes it is too late, and the desktop is told', async () => {
    const { desktop, path, row } = await waits();
    const scan = await scanPath(path, desktop);
    const { phone } = await scans(scan, 'xiaoming');
    clock.ahead += 121_000;
    const late = await phone.post(scan, { match: String((await row()).matchNumber) });
    expect(late.status).toBe(400);
    expect((await desktop.get(path)).body).toContain('二维码过期了');
    const renewed = await desktop.post(`${path}/again`);
    expect(renewed.location).not.toBe(path);
    expect((await desktop.get(renewed.location)).body).toContain('等待手机扫码');
  });

  it('QR-04 refused on the phone, said on the desktop', async () => {
    const { desktop, path } = await waits();
    const scan = await scanPath(path, desktop);
    const { phone } = await scans(scan, 'xiaoming');
    await phone.post(scan, { refuse: 'yes' });
    expect((await desktop.get(path)).body).toContain('已在手机上取消');
  });

  it('QR-05 whoever knows the address but has not the cookie gets nothing', async () => {
    const { path } = await waits();
    const stranger = browser(world.gateway);
    expect((await stranger.get(`${path}/state`)).status).toBe(401);
    expect((await stranger.get(`${path}/events`)).status).toBe(401);
    expect((await stranger.get(path)).status).toBe(400);
    expect((await stranger.get(`${path}/go`)).status).toBe(400);
    expect(stranger.jar.has('session')).toBe(false);
  });

  it('QR-05 a second phone does not get into the sign-in of the first, nor does the desktop itself', async () => {
    const { desktop, path, row } = await waits();
    const scan = await scanPath(path, desktop);
    expect((await desktop.get(scan)).status).toBe(400);
    await scans(scan, 'xiaoming');
    const { phone, page } = await scans(scan, 'xiaohong');
    expect(page.status).toBe(400);
    await phone.post(scan, { match: String((await row()).matchNumber) });
    expect((await row()).status).toBe('scanned');
  });

  it('QR-07 asking a hundred times in a second is refused, and harms nothing', async () => {
    const { desktop, path, row } = await waits();
    const replies = await Promise.all(Array.from({ length: 100 }, () => desktop.get(`${path}/state`)));
    expect(replies.filter(({ status }) => status === 429).length).toBeGreaterThan(70);
    expect((await row()).status).toBe('new');
  });

  it('QR-09 two confirmations and twenty ways on at once: one session', async () => {
    const { desktop, path, row } = await waits();
    const scan = await scanPath(path, desktop);
    const { phone } = await scans(scan, 'xiaoming');
    const match = String((await row()).matchNumber);
    await Promise.all([phone.post(scan, { match }), phone.copy().post(scan, { match })]);
    const all = await Promise.all(Array.from({ length: 20 }, () => desktop.copy().get(`${path}/go`)));
    const sessions = new Set(all.map(({ cookies }) => cookies.find((line) => line.startsWith('session='))));
    expect(sessions.size).toBe(1);
  });

  it('QR-10 what is done is done: the same address on the next day', async () => {
    const { desktop, path, row } = await waits();
    const scan = await scanPath(path, desktop);
    const { phone } = await scans(scan, 'xiaoming');
    await phone.post(scan, { match: String((await row()).matchNumber) });
    await desktop.get(`${path}/go`);
    clock.ahead += 86_400_000;
    expect((await browser(world.gateway).get(scan)).status).toBe(400);
    expect((await desktop.get(`${path}/go`)).location).toBe(path);
  });

  it('a stream tells the desktop as it happens', async () => {
    const { desktop, path } = await waits();
    const cookie = [...desktop.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply = await fetch(world.gateway.url(`${path}/events`), { headers: { cookie } });
    expect(reply.headers.get('content-type')).toBe('text/event-stream');
    const reader = reply.body!.getReader();
    const next = async () => new TextDecoder().decode((await reader.read()).value);
    expect(await next()).toBe('data: {"state":"new"}\n\n');
    await scans(await scanPath(path, desktop), 'xiaoming');
    expect(await next()).toBe('data: {"state":"scanned"}\n\n');
    await reader.cancel();
  });

  describe('the message code', () => {
    const now = () => ({ timestamp: Math.floor(clock.now() / 1000) });
    const say = (name: string, text: string) =>
      world.gateway.push('service', textMessage('service', openidOf(name), text, clock.now()), now());
    const digitsOf = (body: string) => /<p class="kou">(\d{6})</.exec(body)![1]!;

    it('is what a phone outside WeChat gets; the digits ask for a word, the word signs in', async () => {
      const { desktop, path, page } = await waits(phoneAgent);
      const digits = digitsOf(page.body);
      const asked = await say('chat', digits);
      expect(asked.reply).toContain('半盏茶铺想在iPhone');
      expect(JSON.parse((await desktop.get(`${path}/state`)).body)).toEqual({ state: 'scanned' });
      const other = await say('else', '确认登录');
      expect(other.reply).toBe('success');
      const done = await say('chat', '确认登录');
      expect(done.reply).toContain('已登录');
      const finished = await desktop.get(`${path}/go`, phoneAgent);
      expect(desktop.jar.has('session')).toBe(true);
      expect(finished.location).toMatch(/^\/login\/request\//);
    });

    it('a desktop can change to it and back', async () => {
      const { desktop, path } = await waits();
      const code = await desktop.post(`${path}/again`, { method: 'message_code' });
      expect((await desktop.get(code.location)).body).toContain('class="kou"');
      const link = await desktop.post(`${code.location}/again`, { method: 'link_qr' });
      expect((await desktop.get(link.location)).body).toContain('class="qr"');
    });

    it('LNK-06 after five wrong codes of one chat a right one is not looked up', async () => {
      const { page, row } = await waits(phoneAgent);
      const digits = digitsOf(page.body);
      const wrong = String((Number(digits) + 1) % 1_000_000).padStart(6, '0');
      for (let count = 0; count < 5; count++) {
        await say('guesser', wrong);
      }
      const late = await say('guesser', digits);
      expect(late.reply).toBe('success');
      expect((await row()).status).toBe('new');
    });

    it('QR-06 QR-08 a scan with a made-up scene and a push that is not signed now do nothing', async () => {
      const { page, row } = await waits(phoneAgent);
      await world.gateway.push(
        'service',
        event('service', openidOf('chat'), 'SCAN', { EventKey: '123' }, clock.now()),
        now(),
      );
      const stale = textMessage('service', openidOf('chat'), digitsOf(page.body), clock.now());
      expect(
        (await world.gateway.push('service', stale, { timestamp: Math.floor(clock.now() / 1000) - 86_400 })).status,
      ).toBe(401);
      expect((await row()).status).toBe('new');
    });
  });
});

describe('the waiting side in words', () => {
  it.each([
    [desktopAgent['user-agent'], 'Windows 电脑，Edge', 'Windows computer, Edge'],
    [phoneAgent['user-agent'], 'iPhone，Safari', 'iPhone, Safari'],
    ['<script>', '不认识的设备', 'Unknown device'],
  ])('%s', (agent, zh, en) => {
    expect([deviceText(agent, 'zh'), deviceText(agent, 'en')]).toEqual([zh, en]);
  });

  it('shows the network, not the machine', () => {
    expect(networkText('::ffff:203.0.113.7')).toBe('203.0.113.*');
    expect(networkText('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2:*');
  });
});
