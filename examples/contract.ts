/**
 * What every example must do, whatever its framework: it runs as its users run it, in a process of its own, against a
 * simulator that checks the webhook, pushes in safe mode and has people who sign in.
 */
import { join } from 'node:path';
import { type Simulator, startSimulator } from '@mingpian/simulator/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort, startServer } from './server.ts';

export interface ExampleUnderTest {
  /** The folder beside this file. */
  readonly folder: string;
  /** Program and arguments that start it, in its folder. */
  readonly start: readonly [program: string, ...args: string[]];
}

interface Page {
  readonly status: number;
  readonly url: string;
  readonly sheet?: { readonly scope: string };
  readonly snapshot?: boolean;
}

export function describeExample({ folder, start }: ExampleUnderTest): void {
  describe(`the example for ${folder}`, () => {
    let simulator: Simulator;
    let origin: string;
    let stop = () => {};

    beforeAll(async () => {
      simulator = await startSimulator();
      const port = await freePort();
      origin = `http://127.0.0.1:${port}`;
      stop = await startServer(join(import.meta.dirname, folder), start, origin, {
        ...accountOf(simulator),
        PORT: String(port),
        PUBLIC_URL: origin,
        LOGIN_SECRET: 'not a secret, but thirty-two characters',
      });
    }, 180_000);
    afterAll(async () => {
      stop();
      await simulator?.close();
    });

    async function control<T>(method: string, path: string, body: unknown = {}): Promise<T> {
      const response = await fetch(`${simulator.urls.control}/worlds/default${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    }

    const act = <T>(person: string, verb: string, body?: unknown) =>
      control<T>('POST', `/people/${person}/${verb}`, body);

    it('passes the URL check of the console', async () => {
      const url = `${origin}/wechat/webhook`;
      expect(await control('POST', '/accounts/service/connect', { url })).toEqual({ ok: true });
    });

    it('answers a sealed push, in the chat of who sent it', async () => {
      const welcome = await act<{ pushes: object[] }>('xiaoming', 'follow', { account: 'service' });
      expect(welcome.pushes).toMatchObject([{ status: 200, attempts: 1, reply: { text: '欢迎！' } }]);
      const answer = await act<{ pushes: object[] }>('xiaoming', 'say', { account: 'service', text: '你好 <&> 👋' });
      expect(answer.pushes).toMatchObject([{ status: 200, attempts: 1, reply: { text: '你说：你好 <&> 👋' } }]);
    });

    it('refuses what WeChat did not sign', async () => {
      const query = `signature=${'0'.repeat(40)}&timestamp=${Math.floor(Date.now() / 1000)}&nonce=123456`;
      const response = await fetch(`${origin}/wechat/webhook?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body: '<xml><a>1</a></xml>',
      });
      expect([response.status, await response.text()]).toEqual([403, '']);
    });

    it('signs in on the phone, also when WeChat loads the callback twice, and leads to a clean address', async () => {
      await control('PUT', '/faults', [{ operation: 'authorize', fault: 'doubleOpen', times: 1 }]);
      const asked = await act<Page>('xiaohong', 'open', { url: `${origin}/login?return_to=/?from=menu` });
      expect(asked.sheet?.scope).toBe('snsapi_userinfo');
      expect(await act<Page>('xiaohong', 'allow')).toMatchObject({ url: `${origin}/?from=menu`, status: 200 });
      const { entries } = await control<{ entries: unknown[] }>('GET', '/ledger?operation=/sns/oauth2/access_token');
      expect(entries).toHaveLength(1);
    });

    it('knows who signed in, and gives both loads of a callback the same session', async () => {
      await control('PUT', '/people/xiaoming', { consent: 'allow' });
      const start = await fetch(`${origin}/login`, { redirect: 'manual' });
      const link = new URL(start.headers.get('location') ?? '').searchParams;
      const { url } = await act<{ url: string }>('xiaoming', 'authorize', {
        account: 'service',
        redirectUri: link.get('redirect_uri'),
        scope: link.get('scope'),
        state: link.get('state'),
      });
      const load = () => fetch(url, { redirect: 'manual', headers: { cookie: cookiesOf(start) } });
      const [first, second] = await Promise.all([load(), load()]);
      expect([first.status, first.headers.get('location')]).toEqual([303, '/']);
      expect(cookiesOf(first)).toMatch(/^session=[\w-]+$/);
      expect(cookiesOf(second)).toBe(cookiesOf(first));
      const front = await fetch(origin, { headers: { cookie: cookiesOf(first) } });
      expect(await front.text()).toContain('<title>小明</title>');
    });

    it('signs in nobody who only looks at a preview, until the full service is asked for', async () => {
      const preview = { snapshot: true, status: 403 };
      expect(await act<Page>('visitor', 'open', { url: `${origin}/login` })).toMatchObject(preview);
      await act('visitor', 'use-full-service');
      expect(await act<Page>('visitor', 'allow')).toMatchObject({ url: `${origin}/`, status: 200 });
    });

    it('signs in nobody whose callback belongs to another browser', async () => {
      const response = await fetch(`${origin}/wechat/callback?code=c0de&state=${'0'.repeat(32)}`, {
        redirect: 'manual',
      });
      expect([response.status, response.headers.get('cache-control')]).toEqual([400, 'no-store']);
    });
  });
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function accountOf(simulator: Simulator): Record<string, string> {
  const account = simulator.ready().accounts.find(({ name }) => name === 'service');
  if (account?.token === undefined || account.encodingAesKey === undefined) throw new Error('no service account');
  return {
    WECHAT_AT: simulator.urls.base,
    WECHAT_APP_ID: account.appId,
    WECHAT_APP_SECRET: account.appSecret,
    WECHAT_TOKEN: account.token,
    WECHAT_AES_KEY: account.encodingAesKey,
  };
}
