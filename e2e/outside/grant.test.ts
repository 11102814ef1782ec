import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { proxied, startClient } from './behind-proxy.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it('X-10 grant, unmodified, through the proxy: tokens and profile', async () => {
  const world = await proxied();
  const origin = `http://127.0.0.1:${await freePort()}`;
  const client = startClient(world, 'grant.mjs', { ORIGIN: origin });
  expect(await client.line()).toBe('listening');
  const begun = await fetch(`${origin}/connect/wechat`, { redirect: 'manual' });
  const cookie = begun.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const link = new URL(begun.headers.get('location') ?? '');
  expect(link.host).toBe('open.weixin.qq.com');

  await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
  const authorised = await fetch(`${world.base}${link.pathname}${link.search}`, {
    redirect: 'manual',
    headers: { 'user-agent': 'MicroMessenger/8.0.50', 'x-sim-person': 'xiaoming' },
  });
  const given = await fetch(authorised.headers.get('location') ?? '', { headers: { cookie } });
  const openid = await world.openid('xiaoming');
  expect(await given.json()).toMatchObject({
    raw: { openid, scope: 'snsapi_userinfo' },
    profile: { openid, nickname: '小明' },
  });
  // appid is the last parameter of its link: desktop clients refuse that, phones do not.
  const { findings } = await world.control<{ findings: { rule: string }[] }>('GET', '/report');
  expect(findings.map(({ rule }) => rule)).toContain('A-13');
});
