/** The whole of it in a real browser: the shop on a desktop, WeChat on a phone, and two contexts that share nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, Stage } from './stage.ts';

describe.skipIf(chromiumPath === undefined)('signing in to the shop on a desktop', { timeout: 60_000 }, () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.start();
  });
  afterAll(() => stage?.close());

  it('by a code that the phone scans and confirms, with a name, there and back, and out again', async () => {
    const desktop = await stage.desktop();
    await desktop.goto(stage.trial.demo!);
    await desktop.click('.hero a.bt');
    await desktop.waitForURL(/\/login\/wait\//);
    const phone = await stage.phone('xiaoming');
    await phone.goto(await stage.codeOf(desktop));
    await desktop.waitForSelector('.no');
    const number = await desktop.textContent('.no');
    await phone.click(`button[name=match][value="${number}"]`);
    // The number was right; whether the shop hears a name is asked then, and WeChat asks too.
    await desktop.getByText('数字一致').waitFor();
    await phone.click('button.main');
    await phone.getByRole('button', { name: '允许' }).click();
    await phone.waitForURL(/\/login\/scan\//);
    expect(await phone.textContent('h1')).toBe('电脑上已登录');
    await desktop.waitForURL((url) => url.origin === stage.trial.demo);
    expect(await desktop.textContent('main h1')).toContain('小明');

    await desktop.click('form[action="/sign-out"] button');
    await desktop.waitForURL(/\/oauth2\/logout/);
    await desktop.click('button[value=yes]');
    await desktop.waitForURL((url) => url.origin === stage.trial.demo);
    expect(await desktop.textContent('main h1')).toContain('茶要趁热');
    expect(stage.blocked).toEqual([]);
  });
});
