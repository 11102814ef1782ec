import { expect, it } from 'vitest';
import { proxied, startClient } from './behind-proxy.ts';

it('X-10 C-12 wechat-jssdk: the signature of a page, and the person behind a code, once', async () => {
  const world = await proxied();
  const client = startClient(world, 'wechat-jssdk.mjs');
  expect(await client.ask(['signature', 'http://127.0.0.1:8080/page'])).toMatchObject({
    appId: world.account('service').appId,
    signature: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
  await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
  const url = await client.ask<string>(['link', null]);
  const code = await world.code('xiaoming', 'snsapi_userinfo');
  expect(new URL(url).hash).toBe('#wechat_redirect');
  const openid = await world.openid('xiaoming');
  expect(await client.ask(['user', code])).toMatchObject({ openid, nickname: '小明' });
  expect(await client.ask(['user', code])).toMatchObject({ thrown: expect.stringMatching(/^code been used/) });
  expect(await client.ask(['user', 'made-up'])).toMatchObject({ thrown: expect.stringMatching(/^invalid code/) });
});
