import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { byKeyboardAlone, nothingMoves } from './keyboard.ts';
import { type PhonePage, Trial } from './trial.ts';
import {
  dismiss,
  errorPage,
  expireAndSignInAgain,
  followerFromMomentsIsAsked,
  notInWeChat,
  refuse,
  scanAndFollow,
  shareToSecondPhone,
  submitTheServer,
  welcomeOf2014,
} from './walks.ts';

describe.each(['zh', 'en'] as const)('the phone, by hand (%s)', { timeout: 40_000 }, (language) => {
  let trial: Trial;
  let phone: PhonePage;
  beforeAll(async () => {
    trial = await Trial.start();
    phone = await trial.phone(language, { width: 1920, height: 1080 });
  }, 60_000);
  afterAll(() => trial?.close());

  it('A-16 refusing leads nowhere', () => refuse(phone));
  it('Escape leaves the sheet', () => dismiss(phone));
  it('a link is shared to a second phone, which is somebody else', () => shareToSecondPhone(phone));
  it('a code on show is scanned, and the account followed', () => scanAndFollow(phone));
  it('dead tokens do not hinder the next login', () => expireAndSignInAgain(phone));
  it('A-15 a follower who comes from Moments is asked', () => followerFromMomentsIsAsked(phone));
  it('A-05 an error page says why outside the phone', () => errorPage(phone));
  it('Submit performs the real verification; a menu is published', () => submitTheServer(phone));
  it('A-01 P-04 in a plain browser the link says to open it in WeChat', () => notInWeChat(phone));
  it('nobody complained or asked another host', () => expect(trial.complaints).toEqual([]));
});

describe.each(['zh', 'en'] as const)('the phone without a mouse (%s)', { timeout: 60_000 }, (language) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.start();
  }, 60_000);
  afterAll(() => trial?.close());

  it('X-09 every action is reached by keyboard, and nothing moves where motion is reduced', async () => {
    const phone = await trial.phone(language, { reducedMotion: true });
    await byKeyboardAlone(phone);
    await nothingMoves(phone);
    expect(trial.complaints).toEqual([]);
  });
});

describe.each(['zh', 'en'] as const)('the phone in 2014 (%s)', { timeout: 40_000 }, (language) => {
  let trial: Trial;
  beforeAll(async () => {
    trial = await Trial.start('--date', '2014-10-20');
  }, 60_000);
  afterAll(() => trial?.close());

  it('U-01 the welcome knows the nickname', async () => welcomeOf2014(await trial.phone(language)));
});

describe.each([
  ['zh', 360, 740, false],
  ['en', 390, 844, true],
  ['zh', 820, 900, true],
  ['en', 1280, 860, true],
  ['zh', 1920, 1080, true],
] as const)('%s at %i × %i', { timeout: 40_000 }, (language, width, height, dark) => {
  let trial: Trial;
  let phone: PhonePage;
  beforeAll(async () => {
    trial = await Trial.start();
    phone = await trial.phone(language, { width, height, dark, reducedMotion: true });
  }, 60_000);
  afterAll(() => trial?.close());

  it('nothing scrolls sideways, and axe finds nothing serious', async () => {
    process.stdout.write(`first paint at ${width} × ${height}: ${await phone.firstPaint()} ms\n`);
    const look = async (name: string) => {
      const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide, name).toBeLessThanOrEqual(0);
      expect(await phone.seriousFindings(), name).toEqual([]);
      await phone.picture(`${name}-${width}`);
    };
    await look('chats');
    await phone.tap('first-follow');
    await look('account');
    await phone.tap('follow');
    await phone.at('bubble').waitFor();
    await look('chat');
    await phone.tap('back');
    await phone.tap('home-me');
    await look('me');
    if (width < 700) await phone.beside('rail-open').click();
    for (const tab of ['steps', 'tokens', 'faults', 'report', 'qrcodes', 'seed', 'ledger']) {
      await phone.beside(`tab-${tab}`).click();
      await look(tab);
    }
  });
});
