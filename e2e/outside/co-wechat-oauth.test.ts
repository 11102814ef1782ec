import OAuth from 'co-wechat-oauth';
import { describe, expect, it } from 'vitest';
import { agentFor } from '../real-hosts.ts';
import { type Simulated, simulated } from '../simulated.ts';

function oauthOf(world: Simulated): OAuth {
  const { appId, appSecret } = world.account('service');
  const oauth = new OAuth(appId, appSecret);
  oauth.setOpts({ agent: agentFor(world.base) });
  return oauth;
}

describe('co-wechat-oauth, unmodified, through the real host names', () => {
  it('its authorise address is accepted, and its exchange, profile, check and refresh work', async () => {
    const world = await simulated();
    const oauth = oauthOf(world);
    await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
    const url = oauth.getAuthorizeURL('http://127.0.0.1:8080/cb', 's1', 'snsapi_userinfo');
    const page = await fetch(url.replace('https://open.weixin.qq.com', world.base).replace('#wechat_redirect', ''), {
      redirect: 'manual',
      headers: { 'user-agent': 'MicroMessenger/8.0.50', 'x-sim-person': 'xiaoming' },
    });
    expect(page.status).toBe(302);
    const location = new URL(page.headers.get('location') ?? '');
    expect(location.searchParams.get('state')).toBe('s1');

    const { data } = await oauth.getAccessToken(location.searchParams.get('code') ?? '');
    const openid = await world.openid('xiaoming');
    expect(data).toMatchObject({ openid, scope: 'snsapi_userinfo', expires_in: 7200 });
    expect(await oauth.getUser(openid)).toMatchObject({ openid, nickname: '小明', sex: 0, privilege: [] });
    expect(await oauth.verifyToken(openid, String(data.access_token))).toMatchObject({ errcode: 0 });
    expect((await oauth.refreshAccessToken(String(data.refresh_token))).data).toMatchObject({
      openid,
      refresh_token: data.refresh_token,
    });
  });

  it.each([
    ['today', undefined, 40163],
    ['in 2014', '2014-01-01', 40029],
  ])('a used code is refused as it was %s', async (_, date, code) => {
    const world = await simulated(date === undefined ? {} : { date });
    const oauth = oauthOf(world);
    const once = await world.code('xiaoming', 'snsapi_base');
    await oauth.getAccessToken(once);
    await expect(oauth.getAccessToken(once)).rejects.toMatchObject({ code });
  });
});
