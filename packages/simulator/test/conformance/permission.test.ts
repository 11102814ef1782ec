import { describe, expect, it } from 'vitest';
import { follow } from '../../src/world/follows.ts';
import { openMessageWindow } from '../../src/world/message-windows.ts';
import { Bench, callbackUri, expectCallback, expectCgiError, expectPage } from './bench.ts';

const unauthorized = '此公众号并没有这些scope的权限';
const menu = { json: { button: [{ type: 'click', name: 'a', key: 'k' }] } };

/** `service` without its verification. */
function unverifiedService(): Bench {
  const bench = new Bench();
  bench.account().verified = false;
  return bench;
}

async function userCalls(bench: Bench, account: string) {
  const openid = bench.openid('xiaohong', account);
  return [
    await bench.userInfo('xiaohong', account),
    await bench.app('/cgi-bin/user/info/batchget', {}, { account, json: { user_list: [{ openid }] } }),
    await bench.app('/cgi-bin/user/get', {}, { account }),
  ];
}

describe('what an account may do', () => {
  it('K-01 an unverified account has tokens and address lists', async () => {
    const bench = new Bench();
    expect((await bench.token('unverified')).json.expires_in).toBe(7200);
    expect((await bench.stableToken({}, 'unverified')).json.expires_in).toBe(7200);
    expect((await bench.app('/cgi-bin/getcallbackip', {}, { account: 'unverified' })).json.ip_list).toBeDefined();
  });

  it('U-07, K-03 an unverified subscription account learns nothing about users', async () => {
    const bench = new Bench();
    const openid = bench.openid('xiaohong', 'unverified');
    const remark = { account: 'unverified', json: { openid, remark: 'x' } };
    const replies = [
      ...(await userCalls(bench, 'unverified')),
      await bench.app('/cgi-bin/user/info/updateremark', {}, remark),
    ];
    for (const reply of replies) expectCgiError(reply, 48001, 'api unauthorized');
  });

  it('K-04 a verified subscription account does', async () => {
    const bench = new Bench();
    for (const reply of await userCalls(bench, 'subscription')) expect(reply.json).not.toHaveProperty('errcode');
  });

  it('K-05 an unverified service account does not', async () => {
    for (const reply of await userCalls(unverifiedService(), 'service')) {
      expectCgiError(reply, 48001, 'api unauthorized');
    }
  });

  it('K-06 a test account never sees a unionid', async () => {
    const bench = new Bench();
    bench.account('sandbox').openPlatform = 'main';
    follow(bench.world, bench.person('xiaohong'), bench.account('sandbox'), 'search');
    const { json } = await bench.userInfo('xiaohong', 'sandbox');
    expect(json.subscribe).toBe(1);
    expect(json).not.toHaveProperty('unionid');
  });

  it('K-07 web authorisation needs a verified service account', () => {
    const bench = unverifiedService();
    for (const account of ['unverified', 'service']) {
      expectPage(bench.open('xiaoming', bench.link({}, account)), 10005, unauthorized);
    }
  });

  it('K-08 or a test account, for followers', async () => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaoming'), bench.account('sandbox'), 'search');
    const outcome = bench.open('xiaoming', bench.link({}, 'sandbox'));
    expectCallback(outcome, `${callbackUri}?code=<code>&state=s1`);
    const grant = await bench.grant('xiaoming', 'snsapi_userinfo', 'sandbox');
    expect(grant).not.toHaveProperty('unionid');
    expect((await bench.profile(grant)).json).toMatchObject({ nickname: '小明' });
  });

  it('K-11 menus', async () => {
    const bench = unverifiedService();
    for (const account of ['unverified', 'service']) {
      expectCgiError(await bench.app('/cgi-bin/menu/create', {}, { ...menu, account }), 48001, 'api unauthorized');
    }
    const subscription = await bench.app('/cgi-bin/menu/create', {}, { ...menu, account: 'subscription' });
    expect(subscription.json).toEqual({ errcode: 0, errmsg: 'ok' });
    bench.account().quirks = ['menuForUnverifiedService'];
    expect((await bench.app('/cgi-bin/menu/create', {}, menu)).json).toEqual({ errcode: 0, errmsg: 'ok' });
  });

  it('K-12 customer messages', async () => {
    const bench = unverifiedService();
    const send = (account: string) => {
      openMessageWindow(bench.world, bench.person('xiaohong'), bench.account(account), 'message');
      const touser = bench.openid('xiaohong', account);
      const json = { touser, msgtype: 'text', text: { content: 'hi' } };
      return bench.app('/cgi-bin/message/custom/send', {}, { account, json });
    };
    expectCgiError(await send('unverified'), 48001, 'api unauthorized');
    expectCgiError(await send('service'), 48001, 'api unauthorized');
    expect((await send('subscription')).json).toEqual({ errcode: 0, errmsg: 'ok' });
  });

  it('K-13 a lapsed verification', async () => {
    const bench = new Bench();
    bench.account().verifiedUntil = bench.world.now() + 1000;
    expect(bench.open('xiaoming', bench.link()).kind).toBe('redirect');
    bench.advance(1);
    expectPage(bench.open('xiaoming', bench.link()), 10005, unauthorized);
    expectCgiError(await bench.userInfo('xiaohong'), 48001, 'api unauthorized');
  });

  it('K-14 remarks on a verified subscription account', async () => {
    const bench = new Bench();
    const json = { openid: bench.openid('xiaohong', 'subscription'), remark: 'x' };
    const update = () => bench.app('/cgi-bin/user/info/updateremark', {}, { account: 'subscription', json });
    expect((await update()).json).toEqual({ errcode: 0, errmsg: 'ok' });
    bench.account('subscription').quirks = ['remarkServiceOnly'];
    expectCgiError(await update(), 48001, 'api unauthorized');
  });
});
