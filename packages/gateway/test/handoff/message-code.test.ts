/** The message code: digits from the screen, sent to the account, and a word that confirms. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../databases.ts';
import { writtenAccount } from '../login/browser.ts';
import { type HandoffStage, handoffStage, phoneAgent } from './stage.ts';

describe.each(databases)('a code that is sent to the account, on $name', (database) => {
  let stage: HandoffStage;
  beforeAll(async () => {
    stage = await handoffStage(database);
  });
  afterAll(() => stage?.close());

  it('is what a phone outside WeChat gets; the digits ask for a word, the word signs in', async () => {
    const waiting = await stage.waits(phoneAgent);
    const asked = await stage.say('chat', await waiting.handle());
    expect(asked.reply).toContain('半盏茶铺想在iPhone');
    expect(await waiting.state()).toBe('scanned');
    const other = await stage.say('else', '确认登录');
    expect(other.reply).toBe('success');
    const done = await stage.say('chat', '确认登录');
    expect(done.reply).toContain('已登录');
    const finished = await waiting.desktop.get(`${waiting.path}/go`, phoneAgent);
    expect(waiting.desktop.jar.has('session')).toBe(true);
    expect(finished.location).toMatch(/^\/login\/request\//);
  });

  it('who signs in without a name to a site that would like one is offered to tell it, in the chat', async () => {
    const waiting = await stage.waits(phoneAgent, 'openid profile');
    await stage.say('nameless', await waiting.handle());
    const done = await stage.say('nameless', '确认登录');
    expect(done.reply).toContain('/login/service/profile?return_to=%2Fme');
    expect(await waiting.state()).toBe('confirmed');
  });

  it('a desktop can change to it and back', async () => {
    const waiting = await stage.waits();
    const code = await stage.again(waiting, 'message_code');
    expect(code.page.body).toContain('class="kou"');
    expect((await stage.again(code, 'link_qr')).page.body).toContain('class="qr"');
    expect((await waiting.row()).status).toBe('refused');
  });

  it('whoever does not sign in after all goes back, and the application is told', async () => {
    const { desktop, page } = await stage.waits();
    const [, back = ''] = /href="(\/login\/request\/[^"]+)"/.exec(page.body) ?? [];
    let { location } = await desktop.get(back);
    if (!location.startsWith('https://shop.test.invalid/')) ({ location } = await desktop.get(location));
    expect(Object.fromEntries(new URL(location).searchParams)).toMatchObject({ error: 'access_denied', state: 'abc' });
    // At the plain login page nobody waits who could be told.
    expect((await stage.waitsAt('/login/service')).page.body).not.toContain('outcome=access_denied');
  });

  it('what was not offered cannot be changed to', async () => {
    const { desktop, path } = await stage.waits(phoneAgent);
    for (const method of ['link_qr', 'scene_qr', 'website', 'telepathy']) {
      expect((await desktop.post(`${path}/again`, { method })).status).toBe(400);
    }
  });

  it('QR-05 the digits of one account are nothing in the chat of another', async () => {
    const two = await handoffStage(database, {
      accounts: [writtenAccount('service'), writtenAccount('other')],
    });
    const waiting = await two.waitsAt('/login/other', phoneAgent);
    const answer = await two.say('chat', await waiting.handle());
    expect(answer.reply).toBe('success');
    expect((await waiting.row()).status).toBe('new');
    await two.close();
  });

  it('LNK-06 after five wrong codes of one chat a right one is not looked up, for ten minutes', async () => {
    const waiting = await stage.waits(phoneAgent);
    const digits = await waiting.handle();
    const wrong = String((Number(digits) + 1) % 1_000_000).padStart(6, '0');
    for (let count = 0; count < 5; count++) await stage.say('guesser', wrong);
    expect((await stage.say('guesser', digits)).reply).toBe('success');
    expect((await waiting.row()).status).toBe('new');
    stage.clock.ahead += 600_001;
    const later = await stage.waits(phoneAgent);
    expect((await stage.say('guesser', await later.handle())).reply).toContain('半盏茶铺');
  });

  it('QR-10 digits that were used are nothing any more', async () => {
    const waiting = await stage.waits(phoneAgent);
    const digits = await waiting.handle();
    await stage.say('first', digits);
    await stage.say('first', '确认登录');
    expect((await stage.say('second', digits)).reply).toBe('success');
    expect((await stage.say('second', '确认登录')).reply).toBe('success');
    expect((await waiting.row()).openid).not.toBeNull();
    await waiting.desktop.get(`${waiting.path}/go`, phoneAgent);
    expect((await waiting.row()).status).toBe('consumed');
  });

  it('QR-08 in a push that is not signed now they do nothing', async () => {
    const waiting = await stage.waits(phoneAgent);
    const { gateway, clock } = stage;
    const stale = { timestamp: Math.floor(clock.now() / 1000) - 86_400 };
    const { textMessage } = await import('../harness.ts');
    const message = textMessage('service', 'oForger', await waiting.handle(), clock.now());
    expect((await gateway.push('service', message, stale)).status).toBe(401);
    expect((await waiting.row()).status).toBe('new');
  });
});
