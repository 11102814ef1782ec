import { describe, expect, it } from 'vitest';
import type { ObservedCall } from '../src/caller.ts';
import { createWeChat, type WeChat, type WeChatOptions } from '../src/client.ts';
import { WeChatError } from '../src/errors.ts';
import { wechatHosts } from '../src/hosts.ts';
import type { CheckedCallback, PersonGrant } from '../src/oauth.ts';
import type { Transport } from '../src/ports.ts';
import { app, countingRandom, type Exchange, HandClock, openid, scriptedWeChat } from './scripted-wechat.ts';

const token: Exchange = { operation: '/cgi-bin/stable_token', reply: { access_token: 'T', expires_in: 7200 } };
const INFO = '/cgi-bin/user/info';
const fine: Exchange = { operation: INFO, reply: { subscribe: 0, openid, tagid_list: [] } };
const refused = (errcode: number): Exchange => ({ operation: INFO, reply: { errcode, errmsg: '' } });

function client(exchanges: Exchange[], more: Partial<WeChatOptions> = {}) {
  const clock = new HandClock();
  const pauses: number[] = [];
  const { transport, requests } = scriptedWeChat(...exchanges);
  const sleep = async (ms: number) => {
    pauses.push(ms);
    clock.advance(ms / 1000);
  };
  const wechat = createWeChat({ ...app, transport, clock, sleep, random: countingRandom(), ...more });
  return { wechat, pauses, requests };
}

const grant: PersonGrant = {
  kind: 'person',
  appId: app.appId,
  openid,
  scopes: ['snsapi_userinfo'],
  userToken: 'U',
  expiresAt: 0,
  refreshToken: 'R',
  refreshExpiresAt: 0,
};

function checkedBy({ oauth }: WeChat): CheckedCallback {
  const { transaction } = oauth.start({ redirectUri: 'https://a.test/cb', scope: 'snsapi_base' });
  return oauth.finish(new URLSearchParams({ code: 'c', state: transaction.state }), transaction);
}

describe('what may be repeated', () => {
  it.each([
    -1, 268487001, 268487002,
  ])('%d (busy) is tried three times in all, with pauses in between', async (errcode) => {
    const { wechat, pauses } = client([token, refused(errcode), refused(errcode), fine]);
    await expect(wechat.user.info(openid)).resolves.toMatchObject({ subscribed: false });
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeLessThan(200);
    expect(pauses[1]).toBeLessThan(400);
  });

  it('the last refusal is the answer', async () => {
    const { wechat } = client([token, refused(-1), refused(-1), refused(-1)]);
    await expect(wechat.user.info(openid)).rejects.toMatchObject({ errcode: -1 });
  });

  it.each([40003, 45009, 45011, 48001])('%d is final at once', async (errcode) => {
    const { wechat, pauses } = client([token, refused(errcode)]);
    await expect(wechat.user.info(openid)).rejects.toMatchObject({ errcode });
    expect(pauses).toEqual([]);
  });

  it('a page of a proxy is tried again', async () => {
    const { wechat } = client([token, { operation: INFO, reply: '<html>502</html>', status: 502 }, fine]);
    await expect(wechat.user.info(openid)).resolves.toMatchObject({ openid });
  });

  it('no try begins when the budget leaves less than 300 ms', async () => {
    const { wechat } = client([token, refused(-1)], { budgetMs: 300 });
    await expect(wechat.user.info(openid)).rejects.toMatchObject({ errcode: -1 });
  });

  it('no try may outlast the budget, be it the first or the last', async () => {
    const clock = new HandClock();
    const limits: (number | undefined)[] = [];
    const transport: Transport = async ({ operation, timeoutMs }) => {
      limits.push(timeoutMs);
      clock.advance(1);
      throw new WeChatError('timeout', 'late', { operation });
    };
    const wechat = createWeChat({ ...app, transport, clock, sleep: async () => {}, budgetMs: 3000 });
    await expect(wechat.oauth.profile(grant)).rejects.toMatchObject({ code: 'timeout' });
    await expect(wechat.oauth.complete(checkedBy(wechat))).rejects.toMatchObject({ code: 'timeout' });
    expect(limits).toEqual([3000, 2000, 1000, 3000]);
  });

  it('a busy answer under /sns/ too, where no code can be burnt', async () => {
    const PROFILE = '/sns/userinfo';
    const busy = { operation: PROFILE, reply: { errcode: -1, errmsg: 'system error' } };
    const { wechat } = client([busy, { operation: PROFILE, reply: { openid } }]);
    await expect(wechat.oauth.profile(grant)).resolves.toMatchObject({ openid });
  });

  it('tries: 1 switches it off', async () => {
    const { wechat } = client([token, refused(-1)], { tries: 1 });
    await expect(wechat.user.info(openid)).rejects.toMatchObject({ errcode: -1 });
  });

  it('a busy token call is repeated too', async () => {
    const busy = { operation: '/cgi-bin/stable_token', reply: { errcode: -1, errmsg: 'system error' } };
    const { wechat } = client([busy, token, fine]);
    await expect(wechat.user.info(openid)).resolves.toMatchObject({ openid });
  });
});

describe('what must not be repeated', () => {
  it('S-41 the exchange of a code after -1: the code may be burnt', async () => {
    const { wechat } = client([
      { operation: '/sns/oauth2/access_token', reply: { errcode: -1, errmsg: 'system error' } },
    ]);
    await expect(wechat.oauth.complete(checkedBy(wechat))).rejects.toMatchObject({ errcode: -1 });
  });

  it('a customer message after -1: it may have been shown', async () => {
    const { wechat } = client([
      token,
      { operation: '/cgi-bin/message/custom/send', reply: { errcode: -1, errmsg: '' } },
    ]);
    await expect(wechat.customerMessage.text(openid, 'hi')).rejects.toMatchObject({ errcode: -1 });
  });
});

describe('other hosts', () => {
  const api = 'https://relay.corp/wechat';
  const down = (hosts: string[], downHosts: number): Transport => {
    return async ({ url, operation }) => {
      if (operation === '/cgi-bin/stable_token') {
        return { status: 200, body: new TextEncoder().encode('{"access_token":"T","expires_in":7200}') };
      }
      hosts.push(new URL(url).host);
      if (hosts.length <= downHosts) throw new WeChatError('network', 'down', { operation });
      return { status: 200, body: new TextEncoder().encode(JSON.stringify({ subscribe: 0, openid })) };
    };
  };

  it('are tried in turn where they were asked for', async () => {
    const hosts: string[] = [];
    const fallbacks = ['https://api2.weixin.qq.com', 'https://sh.api.weixin.qq.com'];
    const { wechat } = client([], { transport: down(hosts, 2), fallbacks });
    await wechat.user.info(openid);
    expect(hosts).toEqual(['api.weixin.qq.com', 'api2.weixin.qq.com', 'sh.api.weixin.qq.com']);
  });

  it.each([
    ['hosts.api', { hosts: { ...wechatHosts, api: 'https://relay.corp/' } }],
    ['hosts.open', { hosts: { ...wechatHosts, open: 'open.weixin.qq.com' } }],
    ['fallbacks', { fallbacks: ['https://api2.weixin.qq.com/'] }],
    ['fallbacks', { fallbacks: ['api2.weixin.qq.com'] }],
  ])('%s that no path can follow is named at once', (name, more) => {
    expect(() => createWeChat({ ...app, ...more })).toThrow(`${name} must be an http or https address`);
  });

  it('a relay may stand below a path', async () => {
    const { wechat } = client(
      [{ ...token, check: ({ url }) => expect(url).toBe(`${api}/cgi-bin/stable_token`) }, fine],
      {
        hosts: { ...wechatHosts, api },
      },
    );
    await wechat.user.info(openid);
  });

  it('are left alone otherwise', async () => {
    const hosts: string[] = [];
    const { wechat } = client([], { transport: down(hosts, 1) });
    await wechat.user.info(openid);
    expect(new Set(hosts)).toEqual(new Set(['api.weixin.qq.com']));
  });
});

it('LOG-03 an observer learns operation, time and outcome of every request, and nothing else', async () => {
  const calls: ObservedCall[] = [];
  const errmsg = 'api unauthorized rid: 5f364b21-395edb8d-336ae042';
  const { wechat } = client([token, refused(-1), { operation: INFO, reply: { errcode: 48001, errmsg } }], {
    onCall: (call) => calls.push(call),
  });
  await wechat.user.info(openid).catch(() => {});
  expect(
    calls.map(({ operation, attempt, outcome, errcode, rid }) => [operation, attempt, outcome, errcode, rid]),
  ).toEqual([
    ['/cgi-bin/stable_token', 1, 'ok', undefined, undefined],
    [INFO, 1, 'api_error', -1, undefined],
    [INFO, 2, 'api_error', 48001, '5f364b21-395edb8d-336ae042'],
  ]);
  expect(JSON.stringify(calls)).not.toMatch(new RegExp(`${app.appSecret}|${openid}|https?:|"T"`));
});

it('an observer that throws changes nothing of what it was told', async () => {
  const { wechat } = client([token, fine], {
    onCall: () => {
      throw new Error('the exporter is full');
    },
  });
  await expect(wechat.user.info(openid)).resolves.toMatchObject({ openid });
});

it('an external holder of app tokens takes the place of our own', async () => {
  const { wechat } = client([{ ...fine, check: ({ url }) => expect(url).toContain('access_token=central') }], {
    appToken: { get: async () => ({ value: 'central' }), use: (call) => call('central') },
  });
  await wechat.user.info(openid);
});
