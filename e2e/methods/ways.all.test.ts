/** Every way to sign in on a computer, in a real browser, with the phone beside it. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type Language, Stage } from './stage.ts';

const words = {
  zh: { website: '用微信的网页扫码', scene: '扫公众号的二维码并关注', code: '给公众号发口令', done: '用微信登录了' },
  en: {
    website: "Scan on WeChat's own page",
    scene: 'Follow the account',
    code: 'Send a code to the account',
    done: 'Signed in with WeChat to',
  },
} as const;

describe.skipIf(chromiumPath === undefined)('the ways to sign in', { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.start();
  });
  afterEach(() => stage.leave());
  afterAll(() => stage?.close());

  async function opened(language: Language, path = '/login/service'): Promise<Page> {
    const desktop = await stage.desktop({ language });
    await desktop.goto(stage.at(path));
    await desktop.waitForURL(/\/login\/wait\//);
    return desktop;
  }

  it.each([
    'zh',
    'en',
  ] as const)('scene code: a stranger follows, is asked for the number, and is signed in (%s)', async (language) => {
    const person = language === 'zh' ? 'xiaoming' : 'emoji';
    const desktop = await opened(language);
    await desktop.getByRole('button', { name: words[language].scene }).click();
    // WeChat shows a stranger the account; the push comes with the follow.
    const asked = await stage.follow(person, await stage.codeOf(desktop));
    expect(asked).toContain('请回复电脑上显示的数字');
    const number = (await desktop.locator('.no').textContent())!;
    expect(await stage.say(person, number)).toContain('已登录');
    await desktop.waitForURL(stage.at('/me'));
    expect(await desktop.textContent('main')).toContain(words[language].done);
    // A follower's second sign-in comes as a scan.
    const again = await opened(language);
    await again.getByRole('button', { name: words[language].scene }).click();
    await stage.scan(person, await stage.codeOf(again));
    await stage.say(person, (await again.locator('.no').textContent())!);
    await again.waitForURL(stage.at('/me'));
    expect(await stage.trial.gateway.parts.store.people.count()).toBeLessThan(4);
  });

  it.each(['zh', 'en'] as const)('message code: digits, then the word (%s)', async (language) => {
    const desktop = await opened(language);
    await desktop.getByRole('button', { name: words[language].code }).click();
    const digits = (await desktop.locator('.kou').textContent())!;
    expect(await stage.say('xiaohong', digits)).toContain('确认登录');
    expect(await stage.say('xiaohong', '确认登录')).toContain('已登录');
    await desktop.waitForURL(stage.at('/me'));
  });

  it.each([
    'zh',
    'en',
  ] as const)("website app: WeChat's own page, and the same person by unionid (%s)", async (language) => {
    const { parts } = stage.trial.gateway;
    const desktop = await opened(language);
    await desktop.getByRole('link', { name: words[language].website }).click();
    await desktop.waitForURL(/\/connect\/qrconnect/);
    const url = (await desktop.getByTestId('qrconnect-code').getAttribute('data-url'))!;
    await stage.control('PUT', '/people/xiaohong', { consent: 'allow' });
    await stage.scan('xiaohong', url);
    await desktop.waitForURL(stage.at('/me'));
    expect(await desktop.textContent('h1')).toBe('小红');
    expect(await desktop.textContent('main')).toContain('半盏网店');
    const openids = await Promise.all(
      ['service', 'website'].map(async (account) => {
        const { openid } = await stage.control<{ openid: string }>('GET', `/people/xiaohong/openid?account=${account}`);
        return parts.people.find(parts.accounts.byName(account)!.appId, openid);
      }),
    );
    expect(openids[0]?.id).toBeDefined();
    expect(openids[0]?.id).toBe(openids[1]?.id);
  });

  it('refused at WeChat: the computer keeps waiting there, and another way is open', async () => {
    const desktop = await opened('zh');
    await desktop.getByRole('link', { name: words.zh.website }).click();
    await desktop.waitForURL(/\/connect\/qrconnect/);
    await stage.scan('refuser', (await desktop.getByTestId('qrconnect-code').getAttribute('data-url'))!);
    await desktop.goBack();
    await desktop.waitForURL(/\/login\/wait\//);
    expect(await desktop.locator('.qr').isVisible()).toBe(true);
  });

  it('an account that borrows: the computer waits, the phone authorises at the lender', async () => {
    const desktop = await opened('zh', '/login/unverified');
    const phone = await stage.phone('xiaohong');
    await phone.goto(await stage.codeOf(desktop));
    const number = (await desktop.locator('.no').textContent())!;
    await phone.click(`button[name=match][value="${number}"]`);
    await desktop.waitForURL(stage.at('/me'));
    expect(await desktop.textContent('main')).toContain('借用了「半盏茶铺」的网页授权');
  });

  it('a forwarded code: the phone that scanned first has it, and a wrong number closes it', async () => {
    const desktop = await opened('zh');
    const code = await stage.codeOf(desktop);
    const [victim, late] = [await stage.phone('xiaoming'), await stage.phone('xiaohong')];
    await victim.goto(code);
    await late.goto(code);
    expect(await late.textContent('h1')).toBe('这个码不能用了');
    const number = (await desktop.locator('.no').textContent())!;
    await victim.locator(`button[name=match]:not([value="${number}"])`).first().click();
    expect(await victim.textContent('h1')).toBe('数字不一致');
    await desktop.getByText('数字不一致').waitFor();
    await desktop.goto(stage.at('/me'));
    expect(await desktop.textContent('h1')).toBe('你还没有登录');
  });

  it('in WeChat: silently first, then the explanation, whose form goes through WeChat and back', async () => {
    const phone = await stage.phone('xiaoming');
    await phone.goto(stage.at('/login/service'));
    await phone.waitForURL(({ pathname }) => pathname === '/me');
    await phone.getByRole('link', { name: '告诉我们怎么称呼你' }).click();
    await phone.getByRole('button', { name: '继续，用微信登录' }).click();
    await phone.getByRole('button', { name: '允许' }).click();
    await phone.waitForURL(({ pathname }) => pathname === '/me');
    expect(await phone.textContent('h1')).toBe('小明');
  });

  it('signing out everywhere from the phone ends the computer', async () => {
    const desktop = await opened('zh');
    const phone = await stage.phone('xiaoming');
    await phone.goto(await stage.codeOf(desktop));
    await phone.click(`button[name=match][value="${await desktop.locator('.no').textContent()}"]`);
    await desktop.waitForURL(stage.at('/me'));
    await phone.goto(stage.at('/me'));
    await phone.getByRole('link', { name: '在所有设备上退出' }).click();
    await phone.getByRole('button', { name: '全部退出' }).click();
    await phone.waitForURL(({ pathname }) => pathname === '/me');
    await desktop.reload();
    expect(await desktop.textContent('h1')).toBe('你还没有登录');
  });

  /** A waiting page that the shop has sent a browser to. */
  async function fromShop(): Promise<Page> {
    const desktop = await stage.desktop();
    await desktop.goto(stage.trial.demo!);
    await desktop.click('.hero a.bt');
    await desktop.waitForURL(/\/login\/wait\//);
    return desktop;
  }
  const numberOf = async (desktop: Page) => (await desktop.locator('.no').textContent())!;

  it('double clicks sign in once, and the back button of either side harms nothing', async () => {
    const desktop = await fromShop();
    const phone = await stage.phone('emoji');
    await stage.control('PUT', '/people/emoji', { consent: 'ask' });
    await phone.goto(await stage.codeOf(desktop));
    await phone.dblclick(`button[name=match][value="${await numberOf(desktop)}"]`);
    await phone.dblclick('button.main');
    await phone.getByRole('button', { name: '允许' }).dblclick();
    await phone.waitForURL(/\/login\/scan\//);
    expect(await phone.textContent('h1')).toBe('电脑上已登录');
    const signedIn = (url: URL) => url.origin === stage.trial.demo;
    await desktop.waitForURL(signedIn);
    const hello = await desktop.textContent('main h1');
    await desktop.goBack();
    await desktop.goto(stage.trial.demo!);
    expect(await desktop.textContent('main h1')).toBe(hello);
    await phone.goBack();
    expect(await phone.locator('h1').count()).toBe(1);
  });

  it('without a stream the page asks, and without a network it says so', async () => {
    const desktop = await stage.desktop();
    await desktop.route(/\/events$/, (route) => route.abort());
    await desktop.goto(stage.at('/login/service'));
    await desktop.context().setOffline(true);
    await desktop.locator('#off').waitFor({ state: 'visible' });
    await desktop.context().setOffline(false);
    await desktop.locator('#off').waitFor({ state: 'hidden' });
    const phone = await stage.phone('xiaohong');
    await phone.goto(await stage.codeOf(desktop));
    await phone.click(`button[name=match][value="${await numberOf(desktop)}"]`);
    await desktop.waitForURL(stage.at('/me'));
  });

  it('who does not sign in after all: the application hears of it, and the computer of a refusal on the phone', async () => {
    const desktop = await fromShop();
    await desktop.getByRole('link', { name: '不登录，返回' }).click();
    await desktop.waitForURL((url) => url.origin === stage.trial.demo);
    expect(new URL(desktop.url()).searchParams.get('error')).toBe('access_denied');
    const other = await fromShop();
    const phone = await stage.phone('xiaohong');
    await phone.goto(await stage.codeOf(other));
    await phone.click('button[name=refuse]');
    expect(await phone.textContent('h1')).toBe('已取消');
    await other.getByText('已在手机上取消').waitFor();
    await other.getByRole('button', { name: '重新扫码' }).click();
    await other.locator('.qr').waitFor();
  });

  it('crossed codes: a phone is asked for the number of the computer whose code it scanned', async () => {
    const [mine, theirs] = [await opened('zh'), await opened('zh')];
    const [me, them] = [await stage.phone('xiaoming'), await stage.phone('xiaohong')];
    await me.goto(await stage.codeOf(theirs));
    await them.goto(await stage.codeOf(mine));
    const [myNumber, theirNumber] = [await numberOf(mine), await numberOf(theirs)];
    // By chance both computers may show the same number, or mine may be among the three.
    expect(await me.locator(`button[name=match][value="${theirNumber}"]`).count()).toBe(1);
    await me.locator(`button[name=match]:not([value="${theirNumber}"])`).first().click();
    await theirs.getByText('数字不一致').waitFor();
    expect(await mine.textContent('.no')).toBe(myNumber);
    await them.click('button[name=refuse]');
    await mine.getByText('已在手机上取消').waitFor();
  });

  it('a code that something else than WeChat reads is not taken', async () => {
    const desktop = await opened('zh');
    const camera = await stage.desktop({ width: 360 });
    await camera.goto(await stage.codeOf(desktop));
    expect(await camera.textContent('h1')).toBe('请用微信扫');
    expect(await desktop.locator('.qr').isVisible()).toBe(true);
  });

  it('no page was kept from anything by its policy', () => expect(stage.blocked).toEqual([]));
});
