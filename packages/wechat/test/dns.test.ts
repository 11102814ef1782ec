/** R28: what the look-up of WeChat's names may answer, over the real transport of Node. No name of these tests is asked for outside. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWeChat } from '../src/client.ts';
import { nodeTransport } from '../src/node-transport.ts';
import type { Transport } from '../src/ports.ts';
import type { Lookup } from '../src/public-address.ts';
import { app, openid } from './scripted-wechat.ts';

const asked: string[] = [];
let connections = 0;
const server = createServer((request, reply) => {
  const token = request.url?.startsWith('/cgi-bin/stable_token') === true;
  reply.end(JSON.stringify(token ? { access_token: 'T', expires_in: 7200 } : { subscribe: 0, openid, tagid_list: [] }));
});
server.on('connection', () => connections++);
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Answer = readonly string[] | 'ENOTFOUND' | 'EAI_AGAIN' | 'never';

/** Names that are not in the table lead to this machine. */
const names = (table: Readonly<Record<string, Answer>>): Promise<Transport> =>
  nodeTransport({
    lookup: ((host: string, _options: object, done: (error: Error | null, found?: object[]) => void) => {
      asked.push(host);
      const answer = table[host] ?? ['127.0.0.1'];
      if (answer === 'never') return;
      if (typeof answer === 'string') return done(Object.assign(new Error(`${answer} ${host}`), { code: answer }));
      done(
        null,
        answer.map((address) => ({ address, family: 4 })),
      );
    }) as Lookup,
  });

const call = (origin: string) => ({
  operation: '/cgi-bin/token',
  method: 'GET' as const,
  url: `${origin}/cgi-bin/token?secret=topsecret`,
});

describe('R28 the name of WeChat', () => {
  it.each<[string, Answer, string, string]>([
    ['is not known', 'ENOTFOUND', 'network', ': ENOTFOUND'],
    ['cannot be asked for now', 'EAI_AGAIN', 'network', ': EAI_AGAIN'],
    ['leads to this machine', ['127.0.0.1'], 'network', ': PRIVATE_ADDRESS'],
    ['leads into a private network', ['10.1.2.3'], 'network', ': PRIVATE_ADDRESS'],
    ['leads to both', ['101.91.37.12', '192.168.1.1'], 'network', ': PRIVATE_ADDRESS'],
    ['is asked for, and nobody answers', 'never', 'timeout', ''],
  ])('%s: no connection is made, and no secret is told', async (_title, answer, code, why) => {
    const before = connections;
    const send = await names({ 'api.weixin.qq.com': answer });
    const error = await send(call(`https://api.weixin.qq.com:${port}`)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code, message: expect.stringMatching(new RegExp(`^/cgi-bin/token .*${why}$`)) });
    expect(`${(error as Error).stack}${(error as Error).cause}`).not.toMatch(/topsecret|127\.0\.0\.1|10\.1/);
    expect(connections).toBe(before);
  });

  it.each([
    'sh.api.weixin.qq.com',
    'MP.weixin.qq.com',
    'weixin.qq.com',
  ])('is every name that only WeChat has: %s', async (host) => {
    const send = await names({});
    await expect(send(call(`http://${host}:${port}`))).rejects.toMatchObject({ code: 'network' });
  });

  it.each([
    'localhost',
    'simulator.internal',
    'weixin.qq.com.relay.internal',
    'notweixin.qq.com',
  ])('is not that of a simulator, a relay or a test: %s may lead to this machine', async (host) => {
    const send = await names({});
    await expect(send(call(`http://${host}:${port}`))).resolves.toMatchObject({ status: 200 });
  });

  it('is looked up for a new connection and not for each request', async () => {
    const send = await names({});
    const before = connections;
    asked.length = 0;
    for (let turn = 0; turn < 20; turn++) await send(call(`http://relay.internal:${port}`));
    expect(asked).toHaveLength(connections - before);
    expect(asked.length).toBeLessThan(5);
  });

  it.each<[string, Answer]>([
    ['is not known', 'ENOTFOUND'],
    ['cannot be asked for now', 'EAI_AGAIN'],
    ['leads to this machine', ['127.0.0.1']],
  ])('%s: the next host is asked where one is named', async (_title, answer) => {
    const wechat = createWeChat({
      ...app,
      hosts: { api: `http://api.weixin.qq.com:${port}`, open: 'https://open.test', mp: 'https://mp.test' },
      fallbacks: [`http://other.internal:${port}`],
      transport: await names({ 'api.weixin.qq.com': answer }),
      sleep: async () => {},
    });
    await expect(wechat.user.info(openid)).resolves.toMatchObject({ subscribed: false });
  });
});
