/** The walk of somebody who has no mouse. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { PhonePage } from './trial.ts';

/** Presses Tab until this has the focus, as somebody would who cannot point at it. */
async function tabTo({ page }: PhonePage, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 90; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${target}`);
}

async function enter(phone: PhonePage, target: Locator): Promise<void> {
  await tabTo(phone, target);
  await phone.page.keyboard.press('Enter');
}

/** Follows, signs in by link and by menu, reads the ledger, answers a sheet, searches: nothing is clicked. */
export async function byKeyboardAlone(phone: PhonePage): Promise<void> {
  const { page } = phone;
  await page.keyboard.press('1');
  await enter(phone, phone.at('first-follow'));
  await enter(phone, phone.at('follow'));
  await enter(phone, phone.at('message-link'));
  await phone.signedIn();
  await enter(phone, phone.at('web-close'));

  await enter(phone, phone.at('menu-button'));
  await phone.signedIn();
  await enter(phone, phone.at('web-close'));

  await tabTo(phone, phone.beside('tab-ledger'));
  await page.keyboard.press('ArrowRight');
  await phone.beside('eleven').waitFor();
  await page.keyboard.press('ArrowLeft');
  await tabTo(phone, phone.beside('entry'));
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await phone.beside('entry-detail').waitFor();

  await page.keyboard.press('5');
  await page.keyboard.press('/');
  await page.keyboard.type(`${phone.trial.ready.urls.gateway}/login/service?name=1`);
  await enter(phone, phone.at('open-from-moments'));
  await phone.web().locator('body').waitFor();
  await enter(phone, phone.at('web-more'));
  await phone.at('web-menu').waitFor();
  await page.keyboard.press('Escape');
  expect(await phone.at('web-menu').count()).toBe(0);
  await enter(phone, phone.at('web-close'));

  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
}

/** Nothing moves for somebody who asked for that. */
export async function nothingMoves({ page }: PhonePage): Promise<void> {
  const moving = await page.evaluate(() => {
    const times = (style: CSSStyleDeclaration) => `${style.transitionDuration},${style.animationDuration}`.split(',');
    return [...document.querySelectorAll('*')]
      .filter((element) => times(getComputedStyle(element)).some((time) => Number.parseFloat(time) > 0.001))
      .map(({ className }) => String(className));
  });
  expect(moving).toEqual([]);
}
