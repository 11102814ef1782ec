import { expect, it } from 'vitest';
import { proxied, startClient } from './behind-proxy.ts';

it('X-10 node-easywechat (axios), unmodified, through the proxy: app token, follower, login', async () => {
  const world = await proxied();
  const client = startClient(world, 'easywechat.mjs');
  expect(await client.ask(['token'])).toMatch(/^\d+_/);
  const openid = await world.openid('xiaohong');
  expect(await client.ask(['user', openid])).toMatchObject({ subscribe: 1, openid });
  const login = await client.ask(['login', await world.code('xiaoming', 'snsapi_userinfo')]);
  expect(login).toMatchObject({ id: await world.openid('xiaoming'), nickname: '小明', raw: { sex: 0, privilege: [] } });
  expect(client.errors).toBe('');
});
