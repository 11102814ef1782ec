import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { borrowedAccount, desktopCode, messageCode, sceneCode, websiteCode } from './computer.ts';
import { type PhonePage, Trial } from './trial.ts';
import { privacy } from './walks.ts';

describe.each(['zh', 'en'] as const)('the phone beside a computer (%s)', { timeout: 60_000 }, (language) => {
  let trial: Trial;
  let phone: PhonePage;
  beforeAll(async () => {
    trial = await Trial.start('--lang', language);
    phone = await trial.phone(language);
  }, 60_000);
  afterAll(() => trial?.close());

  it('the code of a computer is scanned, its number picked', () => desktopCode(phone));
  it('a website app asks on the phone and knows the person on the computer', () => websiteCode(phone));
  it('the code of the account is scanned and followed, the number sent in the chat', () => sceneCode(phone));
  it('a code is sent as a message, and confirmed', () => messageCode(phone));
  it('a borrowed authorisation is confirmed by the number in the chat', () => borrowedAccount(phone));
  it('withdrawing, clearing the profile and leaving WeChat reach the account', () => privacy(phone));
  it('nobody complained or asked another host', () => expect(trial.complaints).toEqual([]));
});
