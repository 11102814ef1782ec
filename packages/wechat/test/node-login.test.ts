import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createWeChat } from '../src/client.ts';
import { seeOther } from '../src/login-handler.ts';
import { createNodeLogin } from '../src/node-login.ts';
import { app, type Exchange, openid, scriptedWeChat } from './scripted-wechat.ts';

const granted: Exchange = {
  operation: '/sns/oauth2/access_token',
  reply: { access_token: 'user', expires_in: 7200, refresh_token: 'refresh', openid, scope: 'snsapi_base' },
};

async function serve(exchanges: readonly Exchange[], onPerson: () => Response) {
  const { transport } = scriptedWeChat(...exchanges);
  const login = createNodeLogin({
    wechat: createWeChat({ ...app, transport }),
    scope: 'snsapi_base',
    callbackUrl: 'https://id.example/wechat/callback',
    secret: 'a secret of at least thirty-two characters',
    onPerson,
  });
  const rejected: unknown[] = [];
  const server = createServer((request, response) => {
    const step = request.url?.startsWith('/login') ? login.start : login.callback;
    step(request, response).catch((error) => {
      rejected.push(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string, init: RequestInit = {}) => fetch(origin + path, { redirect: 'manual', ...init });
  const start = async () => {
    const response = await ask('/login?return_to=/me');
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const { searchParams } = new URL(response.headers.get('location') ?? '');
    return { cookie, state: searchParams.get('state'), redirectUri: searchParams.get('redirect_uri') };
  };
  return { ask, start, rejected };
}

it('a login over node:http, with every cookie of ours, and no origin of the sender’s', async () => {
  const headers: [string, string][] = [
    ['set-cookie', 'session=1'],
    ['set-cookie', 'seen=yes'],
  ];
  const { ask, start } = await serve([granted], () => seeOther('/me', headers));
  const { cookie, state, redirectUri } = await start();
  expect(redirectUri).toBe('https://id.example/wechat/callback');
  const end = await ask(`/wechat/callback?code=c0de&state=${state}`, { headers: { cookie } });
  expect([end.status, end.headers.get('location'), end.headers.getSetCookie()]).toEqual([
    303,
    '/me',
    ['session=1', 'seen=yes'],
  ]);
});

it('OAC-12 OAC-14 other methods do nothing', async () => {
  const { ask } = await serve([], () => seeOther('/'));
  const answers = await Promise.all(['HEAD', 'POST', 'DELETE'].map((method) => ask('/wechat/callback', { method })));
  expect(answers.map((answer) => [answer.status, answer.headers.get('allow')])).toEqual(Array(3).fill([405, 'GET']));
});

it('what onPerson throws reaches the framework', async () => {
  const { ask, start, rejected } = await serve([granted], () => {
    throw new Error('database away');
  });
  const { cookie, state } = await start();
  expect((await ask(`/wechat/callback?code=c0de&state=${state}`, { headers: { cookie } })).status).toBe(500);
  expect(rejected).toEqual([new Error('database away')]);
});
