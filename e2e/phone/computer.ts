/** Sign-ins that begin on a computer and are settled on the phone, each walked once by hand. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { confirmWords } from '../../packages/gateway/src/handoff/chat-texts.ts';
import type { PhonePage } from './trial.ts';

const ways = {
  scene: /关注|Follow the account/,
  code: /口令|Send a code/,
  website: /网页扫码|own page/,
} as const;

async function onComputer(phone: PhonePage): Promise<Page> {
  const computer = await phone.trial.computer(phone.language);
  await computer.goto(`${phone.trial.ready.urls.gateway}/login/service`);
  await computer.waitForURL(/\/login\/wait\//);
  return computer;
}

/** Photographs the code on the computer's screen, and gives the photograph to the phone. */
async function photograph(phone: PhonePage, computer: Page, code: string): Promise<void> {
  const buffer = await computer.locator(code).screenshot();
  await phone.tap('open-scan');
  await phone.at('scan-file').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer });
}

async function signedInAtComputer(computer: Page): Promise<string> {
  await computer.waitForURL(({ pathname }) => pathname === '/me');
  return computer.locator('main').innerText();
}

/** The code leads the phone to the gateway's page, where the number of the computer is picked. */
export async function desktopCode(phone: PhonePage): Promise<void> {
  const computer = await onComputer(phone);
  await phone.hand('xiaohong');
  await photograph(phone, computer, '.qr');
  const number = (await computer.locator('.no').innerText()).trim();
  await phone.web().locator(`button[name=match][value="${number}"]`).click();
  await signedInAtComputer(computer);
  await phone.picture('computer');
  await phone.tap('web-close');
  await computer.close();
}

/** WeChat's own page of a website app: the sheet on the phone, the person's own profile on the computer. */
export async function websiteCode(phone: PhonePage): Promise<void> {
  const computer = await onComputer(phone);
  await phone.hand('xiaohong');
  await computer.getByRole('link', { name: ways.website }).click();
  await computer.waitForURL(/\/connect\/qrconnect/);
  await photograph(phone, computer, '[data-testid=qrconnect-code]');
  await phone.at('consent-sheet').waitFor();
  await phone.picture('website-sheet');
  await phone.tap('allow');
  expect(await signedInAtComputer(computer)).toContain('小红');
  await computer.close();
}

/** The account's code: a stranger scans, follows, and answers with the number of the computer. */
export async function sceneCode(phone: PhonePage): Promise<void> {
  const computer = await onComputer(phone);
  const name = `late${Date.now() % 100_000}`;
  await phone.trial.control('POST', '/people', { name, nickname: 'Late' });
  await phone.beside(`person-${name}`).waitFor();
  await phone.hand(name);
  await computer.getByRole('button', { name: ways.scene }).click();
  await photograph(phone, computer, '.qr');
  await phone.tap('follow');
  await phone.at('bubble').waitFor();
  await phone.say((await computer.locator('.no').innerText()).trim());
  await signedInAtComputer(computer);
  await phone.tap('back');
  await computer.close();
}

/** The message code: digits, then the word that the account asks for. */
export async function messageCode(phone: PhonePage): Promise<void> {
  const computer = await onComputer(phone);
  await phone.hand('xiaohong');
  await computer.getByRole('button', { name: ways.code }).click();
  await phone.tap('chat-service');
  await phone.say((await computer.locator('.kou').innerText()).replace(/\D/g, ''));
  const word = confirmWords[phone.language];
  await phone.device().getByTestId('bubble').filter({ hasText: word }).last().waitFor();
  await phone.say(word);
  await signedInAtComputer(computer);
  await phone.picture('message-code');
  await phone.tap('back');
  await computer.close();
}

/** What the account says once both identities are one. */
const onePerson = /同一个人|same person|one person/;

/** 授权 in a chat whose account borrows: its answer's link, to be opened by whoever has it. */
async function askForLink(phone: PhonePage): Promise<string> {
  const bubbles = phone.device().getByTestId('bubble');
  const before = await bubbles.count();
  await phone.say('授权');
  await expect.poll(() => bubbles.count()).toBeGreaterThan(before);
  return (await bubbles.last().getByTestId('message-link').first().getAttribute('title')) ?? '';
}

/** The link leads through the lender; the number that its page shows comes back in the chat, and two identities are one. */
export async function borrowedAccount(phone: PhonePage): Promise<void> {
  await phone.hand('xiaohong');
  await phone.follow('unverified');
  const forwarded = await askForLink(phone);
  await phone.tap('back');

  // Somebody else opens what was meant for 小红 and is shown a number: without a word in her chat that says nothing.
  await phone.hand('refuser');
  await phone.open(forwarded, 'external');
  await phone.web().locator('body').filter({ hasText: /\d{6}/ }).waitFor();
  await phone.tap('web-close');

  await phone.hand('xiaohong');
  await phone.tap('folder');
  await phone.tap('chat-unverified');
  const joined = phone.device().getByTestId('bubble').filter({ hasText: onePerson });
  expect(await joined.count()).toBe(0);
  const own = await askForLink(phone);
  expect(own).not.toBe(forwarded);
  await phone.device().getByTestId('bubble').last().getByTestId('message-link').first().click();
  const page = phone.web().locator('body').filter({ hasText: /\d{6}/ });
  await page.waitFor();
  await phone.picture('borrowed');
  const [number = ''] = /\b\d{6}\b/.exec(await page.innerText()) ?? [];
  await phone.tap('web-close');
  await phone.say(number);
  await joined.waitFor();
  await phone.picture('borrowed-chat');
}
