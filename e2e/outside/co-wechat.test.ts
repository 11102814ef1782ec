import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import wechat from 'co-wechat';
import Koa from 'koa';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Simulated, simulated } from '../simulated.ts';

/** co-wechat on Koa as the account's webhook, connected by WeChat's own check of the URL. */
async function connect(world: Simulated, mode: 'plain' | 'compatible' | 'safe', received: unknown[]): Promise<void> {
  const { appId, token, encodingAesKey } = world.account('service');
  const config = { token: token ?? '', appid: appId, encodingAESKey: encodingAesKey ?? '' };
  const app = new Koa().use(
    wechat(config).middleware(async (message) => {
      received.push(message);
      return message.MsgType === 'text' ? `你说：${message.Content}` : '欢迎';
    }),
  );
  app.on('error', () => {});
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await world.control('PUT', '/accounts/service', { push: { mode } });
  expect(await world.control('POST', '/accounts/service/connect', { url })).toEqual({ ok: true });
}

describe.each(['plain', 'compatible', 'safe'] as const)('co-wechat, unmodified, as receiver in %s mode', (mode) => {
  it('answers a message and a follow, and the chat shows its replies', async () => {
    const world = await simulated();
    const received: Record<string, unknown>[] = [];
    await connect(world, mode, received);
    const said = await world.control<{ pushes: object[] }>('POST', '/people/xiaohong/say', {
      account: 'service',
      text: '你好 <b>&',
    });
    expect(said.pushes).toMatchObject([{ event: 'text', status: 200, attempts: 1 }]);
    await world.control('POST', '/people/xiaoming/follow', { account: 'service' });

    const openid = await world.openid('xiaohong');
    expect(received).toMatchObject([
      { MsgType: 'text', FromUserName: openid, Content: '你好 <b>&' },
      { MsgType: 'event', Event: 'subscribe' },
    ]);
    const chat = async (person: string) =>
      (await world.control<{ messages: { from: string; text?: string }[] }>('GET', `/chats/${person}/service`)).messages
        .filter((message) => message.from === 'account')
        .map((message) => message.text);
    expect(await chat('xiaohong')).toEqual(['你说：你好 <b>&']);
    expect(await chat('xiaoming')).toEqual(['欢迎']);
  });
});
