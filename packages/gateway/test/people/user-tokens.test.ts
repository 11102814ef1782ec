import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createUserTokens, type UserTokens } from '../../src/people/user-tokens.ts';
import { openidOf, pushAccount, type StandIn, standIn, start, type TestGateway, testGateway } from '../harness.ts';

const { appId } = pushAccount('service');
const openid = openidOf('somebody');
const hour = 3_600_000;
const token = (name: string) => `${name}_${'t'.repeat(60)}`;

let gateway: TestGateway;
let wechat: StandIn;
let userTokens: UserTokens;
beforeEach(async () => {
  wechat = standIn();
  wechat.answers.set('/sns/oauth2/refresh_token', () => ({
    access_token: token('new'),
    expires_in: 7200,
    refresh_token: token('refresh'),
    openid,
    scope: 'snsapi_userinfo',
  }));
  wechat.answers.set('/sns/userinfo', ({ url }) =>
    new URL(url).searchParams.get('access_token') === token('dead')
      ? { errcode: 42001, errmsg: 'expired' }
      : {
          openid,
          nickname: '新名字',
          sex: 0,
          language: '',
          city: '',
          province: '',
          country: '',
          headimgurl: '',
          privilege: [],
        },
  );
  gateway = await testGateway({}, { wechat });
  const { store, sealer, log } = gateway.parts;
  userTokens = createUserTokens(store, { sealer, log, wechatClock: { now: () => gateway.clock.time } });
});
afterEach(() => gateway.close());

const granted = (userToken: string, fields: { expiresAt?: number; refreshExpiresAt?: number } = {}) => {
  const { store, sealer } = gateway.parts;
  const seal = (column: string, value: string) => sealer.seal(value, ['grants', column, appId, openid]);
  return store.grants.put({
    appId,
    openid,
    scopes: 'snsapi_userinfo',
    userTokenSealed: seal('user_token_sealed', userToken),
    refreshTokenSealed: seal('refresh_token_sealed', token('refresh')),
    grantedAt: start,
    expiresAt: start + 2 * hour,
    refreshExpiresAt: start + 720 * hour,
    ...fields,
  });
};
const profile = () => userTokens.profile(gateway.parts.accounts.byName('service')!, openid);
const refreshes = () => wechat.calls.filter(({ operation }) => operation === '/sns/oauth2/refresh_token').length;
const kept = () => gateway.parts.store.grants.find(appId, openid);

describe('a profile is read again', () => {
  it('with the token that lives', async () => {
    await granted(token('good'));
    expect(await profile()).toMatchObject({ nickname: '新名字' });
    expect(refreshes()).toBe(0);
  });

  it('with a fresh token where it has ended, by the clock or by WeChat, and keeps the fresh one', async () => {
    await granted(token('dead'));
    expect(await profile()).toMatchObject({ nickname: '新名字' });
    expect(refreshes()).toBe(1);
    await profile();
    expect(refreshes()).toBe(1);
    gateway.clock.time += 2 * hour;
    await profile();
    expect(refreshes()).toBe(2);
    expect(JSON.stringify(await kept())).not.toContain('new_');
  });

  it.each([
    [
      'WeChat says that the consent has ended',
      async () => {
        wechat.answers.set('/sns/oauth2/refresh_token', () => ({ errcode: 42002, errmsg: 'refresh_token expired' }));
        await granted(token('dead'));
      },
    ],
    ['the thirty days are over', () => granted(token('good'), { refreshExpiresAt: start })],
  ])('not when %s, and the tokens are deleted', async (_, prepare) => {
    await prepare();
    expect(await profile()).toBeUndefined();
    expect(await kept()).toBeUndefined();
  });

  it('not while WeChat cannot be asked, and the tokens stay', async () => {
    wechat.answers.set('/sns/userinfo', () => '<html>');
    await granted(token('good'));
    expect(await profile()).toBeUndefined();
    expect(await kept()).toBeDefined();
  });
});
