import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PhonePage, Trial } from './trial.ts';
import { askForTheProfile, followAndSignIn, menuSignIn, snapshotToFullService, strangerAllows } from './walks.ts';

let trial: Trial;
let phone: PhonePage;
beforeAll(async () => {
  trial = await Trial.start();
  phone = await trial.phone('en');
}, 60_000);
afterAll(() => trial?.close());

describe('the phone, by hand (en)', { timeout: 40_000 }, () => {
  it('P-02 A-14 follow, welcome, the link of the welcome signs in', () => followAndSignIn(phone));
  it('A-17 授权 in the chat brings the nickname without a sheet', () => askForTheProfile(phone));
  it('A-14 the menu signs in silently', () => menuSignIn(phone));

  it('A-15 a stranger from Moments is asked, and allows', async () => {
    await strangerAllows(phone);
    await phone.tap('allow');
    await phone.signedIn();
    await phone.beside('tab-steps').click();
    const states = await phone
      .beside('eleven')
      .locator('li')
      .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.state));
    expect(states.slice(2)).toEqual(Array(9).fill('done'));
    await phone.beside('tab-ledger').click();
    await phone.tap('web-close');
  });

  it('A-29 a snapshot page, then the full service', () => snapshotToFullService(phone));

  it('what was done by hand runs as a test, as it was copied', async () => {
    const { passed, output } = await phone.runCopiedTest();
    expect(passed, output).toBe(true);
  });

  it('axe finds nothing serious, and nobody complained or asked another host', async () => {
    expect(await phone.seriousFindings()).toEqual([]);
    expect(trial.complaints).toEqual([]);
  });
});
