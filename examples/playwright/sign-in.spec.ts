// How tests of a site look with the simulator's Playwright fixture: pages inside WeChat, and a world that each test may bend.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, simulatedTest } from '@mingpian/simulator/playwright';
import type { LiveWorld } from '@mingpian/simulator/world';

const test = simulatedTest();
let site: Server | undefined;
test.afterEach(() => void site?.close());

/** The least of a site: one page that sends people to WeChat, one that says who came back. */
async function startSite(world: LiveWorld): Promise<string> {
  const { appId, appSecret } = world.account('service');
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/login') {
      const redirect = encodeURIComponent(`${origin}/callback`);
      const query = `appid=${appId}&redirect_uri=${redirect}&response_type=code&scope=snsapi_userinfo&state=s1`;
      response
        .writeHead(302, { location: `${world.openBase}/connect/oauth2/authorize?${query}#wechat_redirect` })
        .end();
      return;
    }
    const code = url.searchParams.get('code') ?? '';
    const query = new URLSearchParams({ appid: appId, secret: appSecret, code, grant_type: 'authorization_code' });
    const grant = await (await fetch(`${world.apiBase}/sns/oauth2/access_token?${query}`)).json();
    const asked = new URLSearchParams({
      access_token: grant.access_token ?? '',
      openid: grant.openid ?? '',
      lang: 'zh_CN',
    });
    const profile = await (await fetch(`${world.apiBase}/sns/userinfo?${asked}`)).json();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(grant.errcode ? `<p>请重新登录（${grant.errcode}）</p>` : `<p>你好，${profile.nickname}</p>`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  site = server;
  return origin;
}

test('asks, and signs in who allows', async ({ world, inWeChat }) => {
  const origin = await startSite(world);
  const page = await inWeChat('xiaoming');
  await page.goto(`${origin}/login`);
  await page.getByRole('button', { name: '允许' }).click();
  await expect(page.getByText('你好，小明')).toBeVisible();

  // Back in the browser's history is the callback with its used code.
  await page.reload();
  await expect(page.getByText('40163')).toBeVisible();
});

test('tells a plain browser to open the link in WeChat', async ({ world, page }) => {
  await page.goto(`${await startSite(world)}/login`);
  await expect(page.getByText('请在微信客户端打开链接')).toBeVisible();
});
