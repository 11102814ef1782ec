/** What people do by hand, each walk once; the tests say in which languages. */
import { expect } from 'vitest';
import { type PhonePage, words } from './trial.ts';

const nameUs = /怎么称呼|call you|your name/i;
const goOn = /继续|Continue/;

/** Follows, is welcomed, taps the link of the welcome and is signed in without a sheet. */
export async function followAndSignIn(phone: PhonePage): Promise<void> {
  await phone.hand('xiaoming');
  await phone.tap('first-follow');
  await phone.tap('follow');
  await phone.at('bubble').waitFor();
  await phone.picture('welcome');
  await phone.tap('message-link');
  await phone.signedIn();
  expect(await phone.device().getByTestId('consent-sheet').count()).toBe(0);
  await phone.beside('toast').waitFor();
  await phone.picture('signed-in');
  await phone.tap('web-close');
}

/** 授权 in the chat: the account answers with a link, and the nickname comes without a sheet (row A-17). */
export async function askForTheProfile(phone: PhonePage): Promise<void> {
  await phone.say('授权');
  const bubbles = phone.device().getByTestId('bubble');
  await expect.poll(() => bubbles.count()).toBeGreaterThan(1);
  await bubbles.last().getByTestId('message-link').first().click();
  await phone.signedIn();
  await phone.press(nameUs);
  await phone.press(goOn);
  await phone.web().getByText('小明').first().waitFor();
  expect(await phone.device().getByTestId('consent-sheet').count()).toBe(0);
  await phone.tap('web-close');
}

/** The account's menu signs in silently. */
export async function menuSignIn(phone: PhonePage): Promise<void> {
  const toMenu = phone.device().getByRole('button', { name: words[phone.language].toMenu });
  await toMenu.or(phone.at('menu-bar')).waitFor();
  if (await toMenu.isVisible()) await toMenu.click();
  await phone.tap('menu-button');
  await phone.signedIn();
  await phone.tap('web-close');
}

/** Somebody who follows nothing opens a link from Moments: the profile is asked for by a sheet. */
export async function strangerAllows(phone: PhonePage, person = 'emoji'): Promise<void> {
  await phone.hand(person);
  await phone.open(`${phone.trial.ready.urls.gateway}/login/service`, 'moments');
  await phone.signedIn();
  await phone.press(nameUs);
  await phone.press(goOn);
  await phone.at('consent-sheet').waitFor();
  await phone.picture('consent');
}

/** Opens a link of Moments as somebody who always gets a snapshot page, and asks for the full service. */
export async function snapshotToFullService(phone: PhonePage): Promise<void> {
  await phone.hand('visitor');
  await phone.open(`${phone.trial.ready.urls.gateway}/login/service`, 'moments');
  await phone.signedIn();
  await phone.press(nameUs);
  await phone.press(goOn);
  await phone.at('snapshot-bar').waitFor();
  await phone.web().locator('body').waitFor();
  await phone.picture('snapshot');
  await phone.tap('full-service');
  await phone.at('allow').click();
  await phone.signedIn();
  expect(await phone.device().getByTestId('snapshot-bar').count()).toBe(0);
  await phone.tap('web-close');
}

/** Refuses: nothing leads back to the application (row A-16), and the phone is where it was. */
export async function refuse(phone: PhonePage): Promise<void> {
  await strangerAsked(phone);
  await phone.tap('refuse');
  await phone.at('home-chats').waitFor();
  expect(await phone.device().getByTestId('web-frame').count()).toBe(0);
}

/** A person without a grant stands before the sheet. */
export async function strangerAsked(phone: PhonePage): Promise<void> {
  const name = `guest${Date.now() % 100_000}`;
  await phone.trial.control('POST', '/people', { name, nickname: 'Guest' });
  await phone.beside(`person-${name}`).waitFor();
  await strangerAllows(phone, name);
}

/** Escape leaves the sheet without an answer. */
export async function dismiss(phone: PhonePage): Promise<void> {
  await strangerAsked(phone);
  await phone.page.keyboard.press('Escape');
  await phone.at('home-chats').waitFor();
}

/** Shares the page that is open with the second phone, whose holder signs in as somebody else. */
export async function shareToSecondPhone(phone: PhonePage): Promise<void> {
  await phone.hand('xiaoming');
  await phone.open(`${phone.trial.ready.urls.gateway}/login/service`, 'moments');
  await phone.signedIn();
  await phone.tap('web-more');
  await phone.tap('share-xiaohong');
  await phone.tap('friend-xiaoming', 2);
  await phone.tap('open-shared', 2);
  await phone.press(/用微信登录|Sign in/, 2);
  await phone.signedIn(2);
  await phone.picture('two-phones');
  const openids = await Promise.all(([1, 2] as const).map((slot) => phone.web(slot).locator('body').innerText()));
  expect(openids[0]).not.toBe(openids[1]);
  await phone.tap('web-close', 1);
  await phone.tap('web-close', 2);
}

/** A parametric code on show is scanned by somebody who does not follow yet, and followed with its scene. */
export async function scanAndFollow(phone: PhonePage): Promise<void> {
  const { accounts } = await phone.trial.control<{ accounts: { name: string; appId: string; appSecret: string }[] }>(
    'GET',
    '/accounts',
  );
  const service = accounts.find(({ name }) => name === 'service');
  const { base } = phone.trial.ready.urls;
  const token = await fetch(`${base}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify({ grant_type: 'client_credential', appid: service?.appId, secret: service?.appSecret }),
  });
  const { access_token: value } = (await token.json()) as { access_token: string };
  await fetch(`${base}/cgi-bin/qrcode/create?access_token=${value}`, {
    method: 'POST',
    body: JSON.stringify({
      expire_seconds: 600,
      action_name: 'QR_STR_SCENE',
      action_info: { scene: { scene_str: 'table7' } },
    }),
  });
  await phone.hand('emoji');
  await phone.tap('open-scan');
  await phone.at('scan-live').waitFor();
  await phone.picture('scan');
  // The picture of the code, as somebody drops it, leads to the same account as the code on show.
  const { qrcodes } = await phone.trial.control<{ qrcodes: { ticket: string }[] }>('GET', '/qrcodes');
  const picture = await fetch(`${base}/cgi-bin/showqrcode?ticket=${encodeURIComponent(qrcodes[0]?.ticket ?? '')}`);
  const file = {
    name: 'code.png',
    mimeType: picture.headers.get('content-type') ?? '',
    buffer: Buffer.from(await picture.arrayBuffer()),
  };
  await phone.at('scan-file').setInputFiles(file);
  await phone.at('follow').waitFor();
  await phone.tap('back');
  await phone.tap('open-scan');
  await phone.tap('scan-live');
  await phone.tap('follow');
  await phone.at('bubble').waitFor();
  await phone.tap('back');
}

/** All tokens die; the next login works as if nothing had happened. */
export async function expireAndSignInAgain(phone: PhonePage): Promise<void> {
  await phone.beside('tab-tokens').click();
  await phone.beside('expire-app-service').click();
  await phone.beside('expire-user-service').click();
  await phone.beside('tab-ledger').click();
  await phone.hand('refuser');
  await phone.follow('service');
  await menuSignIn(phone);
  await phone.tap('back');
}

/** In 2014 the welcome still knows the nickname; the clock's buttons lead there and back. */
export async function welcomeOf2014(phone: PhonePage): Promise<void> {
  await phone.hand('xiaoming');
  await phone.follow('service');
  await phone.at('bubble').filter({ hasText: '小明' }).waitFor();
  await phone.picture('2014');
  await phone.beside('clock-date').click();
  await phone.beside('travel-today').click();
  await expect.poll(() => phone.beside('world-time').innerText()).not.toContain('2014');
  await phone.beside('clock-2h').click();
}

/** A follower who comes from Moments is asked all the same. */
export async function followerFromMomentsIsAsked(phone: PhonePage): Promise<void> {
  const name = `fan${Date.now() % 100_000}`;
  await phone.trial.control('POST', '/people', { name, nickname: 'Fan' });
  await phone.beside(`person-${name}`).waitFor();
  await phone.hand(name);
  await phone.follow('service');
  await phone.tap('back');
  await strangerAllows(phone, name);
  await phone.tap('allow');
  await phone.signedIn();
  await phone.tap('web-close');
}

/** The console of an account: a server that does not answer is refused, the right one is accepted. */
export async function submitTheServer(phone: PhonePage): Promise<void> {
  await phone.beside('console-service').click();
  const url = phone.beside('push-url');
  const right = await url.inputValue();
  await url.fill(`${phone.trial.ready.urls.base}/nothing`);
  await phone.beside('push-submit').click();
  await phone.beside('push-verdict').and(phone.page.locator('.bad')).filter({ hasText: /\S/ }).waitFor();
  await url.fill(right);
  await phone.beside('push-submit').click();
  await phone
    .beside('push-verdict')
    .and(phone.page.locator('.ok'))
    .filter({ hasText: words[phone.language].submitOk })
    .waitFor();
  await phone.picture('console');
  await phone.beside('menu-text').fill('茶单\n  白茶 http://127.0.0.1/tea\n  红茶 #red\n我的 http://127.0.0.1/me');
  await phone.beside('menu-save').click();
  await phone.beside('toast').filter({ hasText: words[phone.language].menuSaved }).waitFor();
  await phone.beside('console-close').click();
}

/** An error page of WeChat says why outside the phone. */
export async function errorPage(phone: PhonePage): Promise<void> {
  const { base } = phone.trial.ready.urls;
  const { accounts } = await phone.trial.control<{ accounts: { name: string; appId: string }[] }>('GET', '/accounts');
  const appId = accounts.find(({ name }) => name === 'service')?.appId;
  const callback = encodeURIComponent('http://elsewhere.test/cb');
  await phone.hand('xiaoming');
  await phone.open(
    `${base}/connect/oauth2/authorize?appid=${appId}&redirect_uri=${callback}&response_type=code&scope=snsapi_base&state=s#wechat_redirect`,
    'external',
  );
  await phone.at('error-page').waitFor();
  expect(await phone.at('error-page').innerText()).toContain('10003');
  expect(await phone.beside('why').innerText()).toContain('elsewhere.test');
  await phone.picture('error-page');
  await phone.tap('web-close');
}

/** Clears the profile and takes back what the account may know; somebody else leaves WeChat. The account is told each time. */
export async function privacy(phone: PhonePage): Promise<void> {
  await atHomeAfterAllowing(phone, 'Shy');
  await phone.picture('privacy');
  await phone.tap('clean-profile');
  await pushed(phone, 'user_info_modified');
  await phone.tap('withdraw-service');
  await pushed(phone, 'user_authorization_revoke');
  await phone.at('withdraw-service').waitFor({ state: 'detached' });

  await atHomeAfterAllowing(phone, 'Gone');
  await phone.tap('cancel-wechat');
  await phone.beside('confirm-yes').click();
  await pushed(phone, 'user_authorization_cancellation');
  await phone.picture('left');
}

/** A new person allows the profile and looks at their own settings. */
async function atHomeAfterAllowing(phone: PhonePage, nickname: string): Promise<void> {
  const name = `${nickname.toLowerCase()}${Date.now() % 100_000}`;
  await phone.trial.control('POST', '/people', { name, nickname });
  await phone.beside(`person-${name}`).waitFor();
  await strangerAllows(phone, name);
  await phone.tap('allow');
  await phone.signedIn();
  await phone.tap('web-close');
  await phone.tap('home-me');
}

/** The ledger shows that WeChat told the account. */
function pushed(phone: PhonePage, event: string): Promise<void> {
  return phone.page.getByTestId('entry').filter({ hasText: event }).last().waitFor();
}

/** An authorise link in a plain browser says to open it in WeChat. */
export async function notInWeChat(phone: PhonePage): Promise<void> {
  const { accounts } = await phone.trial.control<{ accounts: { name: string; appId: string }[] }>('GET', '/accounts');
  const appId = accounts.find(({ name }) => name === 'service')?.appId;
  const { base, gateway } = phone.trial.ready.urls;
  const callback = encodeURIComponent(`${gateway}/wechat/callback`);
  await phone.hand('xiaoming');
  await phone.tap('open-search');
  await phone
    .at('search')
    .fill(
      `${base}/connect/oauth2/authorize?appid=${appId}&redirect_uri=${callback}&response_type=code&scope=snsapi_base&state=s#wechat_redirect`,
    );
  await phone.tap('open-browser');
  await phone.at('error-page').filter({ hasText: '请在微信客户端打开链接' }).waitFor();
  await phone.picture('not-in-wechat');
  await phone.tap('web-close');
}
