// Draws the pictures of the README: starts the real `mingpian try`, walks through it in Chromium and keeps three screens in each
// language: the phone with its ledger, the consent sheet, the result. `npm run screenshots`

import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Language, type PhonePage, Trial } from '../e2e/phone/trial.ts';

const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
/** All pictures together, in bytes: they are part of every clone. */
const most = 600_000;

const explain = /告诉我们怎么称呼|怎么称呼|what to call you|call you|your name/i;
const goOn = /继续|Continue/;

async function picturesIn(language: Language): Promise<string[]> {
  const trial = await Trial.start('--lang', language);
  try {
    const phone = await trial.phone(language, { width: 1240, height: 820, reducedMotion: true });
    return [await welcome(phone), ...(await consentAndResult(phone))];
  } finally {
    await trial.close();
  }
}

async function welcome(phone: PhonePage): Promise<string> {
  await phone.hand('xiaoming');
  await phone.tap('first-follow');
  await phone.tap('follow');
  await phone.at('bubble').waitFor();
  return keep(phone, 'phone');
}

/** A link from Moments is no gesture in the account's own chat: its follower is asked all the same. */
async function consentAndResult(phone: PhonePage): Promise<string[]> {
  await phone.tap('back');
  await phone.beside('begin-close').click();
  await phone.open(`${phone.trial.ready.urls.gateway}/login/service`, 'moments');
  await phone.signedIn();
  await phone.press(explain);
  await phone.press(goOn);
  await phone.at('consent-sheet').waitFor();
  const consent = await keep(phone, 'consent');
  await phone.tap('allow');
  await phone.signedIn();
  await phone.beside('tab-steps').click();
  return [consent, await keep(phone, 'result')];
}

async function keep(phone: PhonePage, name: string): Promise<string> {
  // Nothing that was only just said lies over the picture.
  await phone.beside('toast').waitFor({ state: 'detached' });
  const path = `${folder}${name}.${phone.language}.webp`;
  await phone.page.screenshot({ path, type: 'webp', quality: 80 });
  return path;
}

mkdirSync(folder, { recursive: true });
const pictures = [...(await picturesIn('zh')), ...(await picturesIn('en'))];
const weight = pictures.reduce((sum, path) => sum + statSync(path).size, 0);
process.stdout.write(`${pictures.join('\n')}\n${Math.round(weight / 1000)} kB\n`);
if (weight > most) throw new Error(`the pictures weigh ${weight} bytes; they may weigh ${most}`);
