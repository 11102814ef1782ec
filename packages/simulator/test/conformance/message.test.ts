import { describe, expect, it } from 'vitest';
import { quotaUse } from '../../src/wechat/quota.ts';
import { follow, unfollow } from '../../src/world/follows.ts';
import { openMessageWindow } from '../../src/world/message-windows.ts';
import { Bench, expectCgiError } from './bench.ts';

const late = 'response out of time limit or subscription is canceled';
const usedUp = 'out of response count limit';

const send = (bench: Bench, touser: string, content = 'hi') =>
  bench.app('/cgi-bin/message/custom/send', {}, { json: { touser, msgtype: 'text', text: { content } } });

function afterMessage(trigger: 'message' | 'action' = 'message'): Bench {
  const bench = new Bench();
  openMessageWindow(bench.world, bench.person('xiaohong'), bench.account(), trigger);
  return bench;
}

describe('cgi-bin/message/custom/send', () => {
  it('C-01 within the window it is a bubble', async () => {
    const bench = afterMessage();
    bench.advance(60);
    expect((await send(bench, bench.openid('xiaohong'))).json).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(bench.world.state.chats['xiaohong/service']).toMatchObject([{ from: 'account', type: 'text', text: 'hi' }]);
  });

  it('C-02 no window, or no follower any more', async () => {
    const closed = new Bench();
    expectCgiError(await send(closed, closed.openid('xiaohong')), 45015, late);
    const gone = afterMessage();
    unfollow(gone.world, gone.person('xiaohong'), gone.account());
    expectCgiError(await send(gone, gone.openid('xiaohong')), 45015, late);
    expect(gone.world.state.chats).toEqual({});
  });

  it('C-03, C-04 five after a message, within 48 hours', async () => {
    const bench = afterMessage();
    const openid = bench.openid('xiaohong');
    for (let count = 0; count < 5; count += 1) expect((await send(bench, openid)).json.errcode).toBe(0);
    expectCgiError(await send(bench, openid), 45047, usedUp);
    const late_ = afterMessage();
    late_.advance(48 * 3600);
    expectCgiError(await send(late_, openid), 45015, late);
  });

  it('C-04 three after an action, within a minute', async () => {
    const bench = afterMessage('action');
    const openid = bench.openid('xiaohong');
    for (let count = 0; count < 3; count += 1) expect((await send(bench, openid)).json.errcode).toBe(0);
    expectCgiError(await send(bench, openid), 45015, late);
    const slow = afterMessage('action');
    slow.advance(60);
    expectCgiError(await send(slow, openid), 45015, late);
  });

  it('C-04 quirk kfTwenty', async () => {
    const bench = afterMessage();
    bench.account().quirks = ['kfTwenty'];
    for (let count = 0; count < 20; count += 1) await send(bench, bench.openid('xiaohong'));
    expect(bench.world.state.chats['xiaohong/service']).toHaveLength(20);
    expectCgiError(await send(bench, bench.openid('xiaohong')), 45047, usedUp);
  });

  it('C-06 an openid the account has never seen', async () => {
    const bench = afterMessage();
    expectCgiError(await send(bench, `o${'x'.repeat(27)}`), 40003, 'invalid openid');
  });
});

describe('address lists and quotas', () => {
  it.each(['/cgi-bin/getcallbackip', '/cgi-bin/get_api_domain_ip'])('Q-01 %s', async (path) => {
    const { json } = await new Bench().app(path);
    expect(Object.keys(json)).toEqual(['ip_list']);
    expect(json.ip_list.some((entry: string) => entry.includes('/'))).toBe(true);
  });

  it.each([
    ['service', 500],
    ['sandbox', 100],
  ])('Q-04 user/get of %s %i times a day', async (account, calls) => {
    const bench = new Bench();
    follow(bench.world, bench.person('xiaohong'), bench.account('sandbox'), 'search');
    quotaUse(bench.world, bench.account(account), 'followers').used = calls - 1;
    expect((await bench.app('/cgi-bin/user/get', {}, { account })).json.total).toBe(1);
    const reply = await bench.app('/cgi-bin/user/get', {}, { account });
    expectCgiError(reply, 45009, 'reach max api daily quota limit');
  });
});
