import { expect, it } from 'vitest';
import { proxied, startClient } from './behind-proxy.ts';

interface Answer {
  status: number;
  location: string | null;
  cookies: string[];
  body: string;
}

const application = 'http://127.0.0.1:8080';
const cookiesOf = (answer: Answer) => answer.cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');

it('X-10 L-02 Better Auth: the code on its page is scanned, and the browser is signed in', async () => {
  const world = await proxied();
  const client = startClient(world, 'better-auth.mjs', {}, 'website');
  const started = await client.ask<Answer>({
    url: `${application}/api/auth/sign-in/social`,
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: application },
    body: JSON.stringify({ provider: 'wechat', callbackURL: '/done' }),
  });
  const link = new URL(JSON.parse(started.body).url);
  expect(link.origin + link.pathname).toBe('https://open.weixin.qq.com/connect/qrconnect');
  expect((await fetch(world.base + link.pathname + link.search)).status).toBe(200);

  const { qrcodes } = await world.control<{ qrcodes: { ticket: string; url: string }[] }>('GET', '/qrcodes');
  await world.control('PUT', '/people/xiaoming', { consent: 'allow' });
  await world.control('POST', '/people/xiaoming/scan', { url: qrcodes[0]?.url });
  // What the page on the desktop asks until somebody has scanned.
  const page = await fetch(`${world.base}/connect/l/qrconnect?uuid=${qrcodes[0]?.ticket}`);
  const { location } = (await page.json()) as { location: string };

  const signedIn = await client.ask<Answer>({ url: location, headers: { cookie: cookiesOf(started) } });
  expect(signedIn.location).toBe('/done');
  const cookie = cookiesOf(signedIn);
  const session = await client.ask<Answer>({ url: `${application}/api/auth/get-session`, headers: { cookie } });
  expect(JSON.parse(session.body).user).toMatchObject({ name: '小明', image: expect.stringContaining('qlogo.cn') });
});
