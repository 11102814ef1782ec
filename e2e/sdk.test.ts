import { createWeChat, type WeChat } from '@mingpian/wechat/client';
import { hostsAt } from '@mingpian/wechat/hosts';
import { createLogin } from '@mingpian/wechat/login-handler';
import type { Grant, OAuthScope, PersonGrant } from '@mingpian/wechat/oauth';
import { avatarUrl } from '@mingpian/wechat/profile';
import { describe, expect, it } from 'vitest';
import { type Simulated, simulated } from './simulated.ts';

function wechatOf(world: Simulated, name = 'service', more: object = {}): WeChat {
  const { appId, appSecret } = world.account(name);
  const clock = { now: () => world.sim.world.now() };
  return createWeChat({ appId, appSecret, hosts: hostsAt(world.base), clock, ...more });
}

async function grantOf(world: Simulated, person: string, scope: OAuthScope): Promise<Grant> {
  const wechat = wechatOf(world);
  const { transaction } = wechat.oauth.start({ redirectUri: 'http://127.0.0.1:8080/cb', scope });
  const code = await world.code(person, scope, { state: transaction.state });
  return wechat.oauth.complete(
    wechat.oauth.finish(new URLSearchParams({ code, state: transaction.state }), transaction),
  );
}

const personGrant = (grant: Grant): PersonGrant => {
  if (grant.kind !== 'person') throw new Error('a snapshot grant');
  return grant;
};

async function callsOf(world: Simulated, operation: string): Promise<number> {
  const path = `/ledger?kind=call&operation=${encodeURIComponent(operation)}`;
  return (await world.control<{ entries: object[] }>('GET', path)).entries.length;
}

describe('the three methods', () => {
  it('1: a push brings the openid, user/info says what the account may know', async () => {
    const today = await simulated();
    const info = await wechatOf(today).user.info(await today.openid('xiaohong'));
    expect(info).toMatchObject({ subscribed: true, scene: 'ADD_SCENE_SEARCH', unionid: expect.stringMatching(/^o/) });
    expect(info).not.toHaveProperty('nickname');

    const then = await simulated({ date: '2014-01-01' });
    expect(
      await wechatOf(then, 'service', { appToken: 'classic' }).user.info(await then.openid('xiaohong')),
    ).toMatchObject({
      nickname: '小红',
      sex: 2,
      country: '中国',
      province: '广东',
      city: '深圳',
    });
  });

  it('2: consent gives nickname and picture, to strangers too', async () => {
    const world = await simulated();
    const grant = personGrant(await grantOf(world, 'xiaoming', 'snsapi_userinfo'));
    const profile = await wechatOf(world).oauth.profile(grant);
    expect(profile).toMatchObject({ openid: await world.openid('xiaoming'), nickname: '小明', unionid: grant.unionid });
    expect(profile).not.toHaveProperty('sex');
    for (const size of [0, 46, 64, 96, 132] as const) {
      const picture = avatarUrl(profile.avatar ?? '', size).replace(/^https:\/\/thirdwx\.qlogo\.cn/, world.base);
      const bytes = new Uint8Array(await (await fetch(picture)).arrayBuffer());
      const edge = new DataView(bytes.buffer).getUint32(16);
      expect(edge).toBe(size === 0 ? 640 : size);
    }
  });

  it('3: silent OAuth gives the openid, five fields and no unionid', async () => {
    const world = await simulated();
    const grant = personGrant(await grantOf(world, 'xiaohong', 'snsapi_base'));
    expect(grant.openid).toBe(await world.openid('xiaohong'));
    expect(grant).not.toHaveProperty('unionid');
    await expect(wechatOf(world).oauth.profile(grant)).rejects.toMatchObject({ errcode: 48001 });
  });

  it('S-39 the nickname of emoji comes through unchanged', async () => {
    const world = await simulated();
    const { people } = await world.control<{ people: { name: string; nickname: string }[] }>('GET', '');
    const profile = await wechatOf(world).oauth.profile(personGrant(await grantOf(world, 'emoji', 'snsapi_userinfo')));
    expect(profile.nickname).toBe(people.find((person) => person.name === 'emoji')?.nickname);
  });

  it('S-04 a visitor gives a snapshot grant without an openid', async () => {
    const world = await simulated();
    expect(await grantOf(world, 'visitor', 'snsapi_userinfo')).toEqual({
      kind: 'snapshot',
      appId: world.account('service').appId,
    });
  });
});

describe('the app token', () => {
  it('ten parallel cold calls make one token call', async () => {
    const world = await simulated();
    const wechat = wechatOf(world);
    const openid = await world.openid('xiaohong');
    await Promise.all(Array.from({ length: 10 }, () => wechat.user.info(openid)));
    expect(await callsOf(world, '/cgi-bin/stable_token')).toBe(1);
    expect(await callsOf(world, '/cgi-bin/user/info')).toBe(10);
  });

  it('after tokens/expire the next call succeeds after exactly one refresh', async () => {
    const world = await simulated();
    const wechat = wechatOf(world);
    const openid = await world.openid('xiaohong');
    await wechat.user.info(openid);
    await world.control('POST', '/tokens/expire', { account: 'service', kind: 'app' });
    await Promise.all(Array.from({ length: 10 }, () => wechat.user.info(openid)));
    expect(await callsOf(world, '/cgi-bin/stable_token')).toBe(2);
  });

  it('a token that another system retired is renewed (classic)', async () => {
    const world = await simulated();
    const [ours, theirs] = [
      wechatOf(world, 'service', { appToken: 'classic' }),
      wechatOf(world, 'service', { appToken: 'classic' }),
    ];
    const openid = await world.openid('xiaohong');
    await ours.user.info(openid);
    await theirs.appTokens.get();
    await world.control('POST', '/clock', { advance: '301s' });
    await expect(ours.user.info(openid)).resolves.toMatchObject({ openid });
  });
});

describe('refreshing the user token', () => {
  it('S-17 S-18 S-20 at 1000 s the same token, at 7201 s another, after 30 days none', async () => {
    const world = await simulated();
    const wechat = wechatOf(world);
    const first = personGrant(await grantOf(world, 'xiaoming', 'snsapi_userinfo'));
    await world.control('POST', '/clock', { advance: '1000s' });
    const second = await wechat.oauth.refresh(first);
    expect(second.userToken).toBe(first.userToken);
    await world.control('POST', '/clock', { advance: '7201s' });
    await expect(wechat.oauth.profile(second)).rejects.toMatchObject({ errcode: 42001 });
    const third = await wechat.oauth.refresh(second);
    expect(third.userToken).not.toBe(first.userToken);
    await expect(wechat.oauth.check(third.userToken, third.openid)).resolves.toBe(true);
    expect(third.refreshExpiresAt).toBe(first.refreshExpiresAt);
    await world.control('POST', '/clock', { advance: '30d' });
    await expect(wechat.oauth.refresh(third)).rejects.toMatchObject({ errcode: 42002, mover: 'authorise-again' });
  });
});

it('what WeChat calls busy is tried again, but not the exchange of a code', async () => {
  const world = await simulated();
  const openid = await world.openid('xiaohong');
  await world.control('PUT', '/faults', [{ operation: '/cgi-bin/user/info', fault: 'errcode:-1', times: 2 }]);
  await expect(wechatOf(world).user.info(openid)).resolves.toMatchObject({ openid });
  await world.control('PUT', '/faults', [{ operation: '/sns/oauth2/access_token', fault: 'systemBusy', times: 1 }]);
  await expect(grantOf(world, 'xiaoming', 'snsapi_base')).rejects.toMatchObject({ errcode: -1 });
  expect(await callsOf(world, '/sns/oauth2/access_token')).toBe(1);
});

it('L-02 L-04 a desktop signs in by the QR code of a website app, and is who the Official Account knows', async () => {
  const world = await simulated();
  const login = createLogin({
    wechat: wechatOf(world, 'website'),
    callbackUrl: 'http://127.0.0.1:8080/cb',
    secret: 'not a secret, but thirty-two characters',
    scope: 'snsapi_login',
    onPerson: ({ unionid }, { profile }) => Response.json({ unionid, nickname: profile?.nickname }),
  });
  const started = await login.start(new Request('http://127.0.0.1:8080/login'));
  const page = await (await fetch(started.headers.get('location') ?? '')).text();
  const content = /data-url="([^"]+)"/.exec(page)?.[1] ?? '';
  await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
  await world.control('POST', '/people/xiaoming/open', { url: content });
  const uuid = new URL(content).searchParams.get('uuid');
  const status = await fetch(`${world.base}/connect/l/qrconnect?uuid=${uuid}`);
  const { location } = (await status.json()) as { location: string };
  const cookie = started.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const answer = await login.callback(new Request(location, { headers: { cookie } }));
  const { unionid } = personGrant(await grantOf(world, 'xiaoming', 'snsapi_userinfo'));
  expect(await answer.json()).toEqual({ unionid, nickname: '小明' });
});
