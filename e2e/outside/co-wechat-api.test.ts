import API from 'co-wechat-api';
import { describe, expect, it } from 'vitest';
import { agentFor } from '../real-hosts.ts';
import { type Simulated, simulated } from '../simulated.ts';

function apiOf(world: Simulated, name = 'service'): API {
  const { appId, appSecret } = world.account(name);
  const api = new API(appId, appSecret);
  api.setOpts({ agent: agentFor(world.base) });
  return api;
}

describe('co-wechat-api, unmodified, through the real host names', () => {
  it('fetches an app token and reads followers', async () => {
    const world = await simulated();
    const api = apiOf(world);
    const openid = await world.openid('xiaohong');
    expect((await api.getAccessToken()).accessToken).toMatch(/^\d+_/);
    expect(await api.getUser(openid)).toMatchObject({
      subscribe: 1,
      openid,
      nickname: '',
      subscribe_scene: 'ADD_SCENE_SEARCH',
    });
    const stranger = await world.openid('xiaoming');
    expect((await api.batchGetUsers([openid, stranger])).user_info_list).toMatchObject([
      { subscribe: 1 },
      { subscribe: 0 },
    ]);
    expect((await api.getFollowers()).data?.openid).toContain(openid);
    expect((await api.getIp()).ip_list.length).toBeGreaterThan(0);
  });

  it('sees the nickname in a world of 2014, and places in English since it asks for them so', async () => {
    const world = await simulated({ date: '2014-01-01' });
    expect(await apiOf(world).getUser(await world.openid('xiaohong'))).toMatchObject({
      nickname: '小红',
      sex: 2,
      country: 'China',
    });
  });

  it('publishes a menu', async () => {
    const api = apiOf(await simulated());
    const button = [{ type: 'view', name: '我的', url: 'https://app.test/me' }];
    expect(await api.createMenu({ button })).toMatchObject({ errcode: 0 });
    expect(await api.getMenu()).toMatchObject({ menu: { button } });
  });

  it('renews a token that the world declared dead', async () => {
    const world = await simulated();
    const api = apiOf(world);
    const openid = await world.openid('xiaohong');
    await api.getUser(openid);
    await world.control('POST', '/tokens/expire', { account: 'service', kind: 'app' });
    expect(await api.getUser(openid)).toMatchObject({ subscribe: 1 });
  });

  it('is refused what the account may not do', async () => {
    const world = await simulated();
    const api = apiOf(world, 'unverified');
    await expect(api.getUser(await world.openid('xiaohong', 'unverified'))).rejects.toMatchObject({ code: 48001 });
    const service = apiOf(world);
    await expect(service.sendText(await world.openid('xiaohong'), 'hi')).rejects.toMatchObject({ code: 45015 });
  });
});
