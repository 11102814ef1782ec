import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import wechat from 'wechat';
import { type Simulated, simulated } from '../simulated.ts';

type Message = Record<string, string>;

/** The library `wechat` on bare http as the account's webhook, connected by WeChat's own check of the URL. */
async function connect(world: Simulated, mode: 'plain' | 'compatible' | 'safe', received: Message[]): Promise<void> {
  const { appId, token = '', encodingAesKey = '' } = world.account('service');
  const handle = wechat({ token, appid: appId, encodingAESKey: encodingAesKey }, (request, response) => {
    received.push(request.weixin);
    response.reply(request.weixin.MsgType === 'text' ? `你说：${request.weixin.Content}` : '欢迎');
  });
  const server = createServer((request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '/', 'http://webhook').searchParams);
    handle(Object.assign(request, { query }), response, () => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  await world.control('PUT', '/accounts/service', { push: { mode } });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  expect(await world.control('POST', '/accounts/service/connect', { url })).toEqual({ ok: true });
}

describe.each(['plain', 'compatible', 'safe'] as const)('wechat, unmodified, as receiver in %s mode', (mode) => {
  it('answers a message and a follow, and the chat shows its replies', async () => {
    const world = await simulated();
    const received: Message[] = [];
    await connect(world, mode, received);
    await world.control('POST', '/people/xiaohong/say', { account: 'service', text: '你好 <b>&' });
    await world.control('POST', '/people/xiaoming/follow', { account: 'service' });
    expect(received).toMatchObject([{ Content: '你好 <b>&' }, { Event: 'subscribe' }]);
    const chat = async (person: string) =>
      (await world.control<{ messages: { from: string; text?: string }[] }>('GET', `/chats/${person}/service`)).messages
        .filter((message) => message.from === 'account')
        .map((message) => message.text);
    expect(await chat('xiaohong')).toEqual(['你说：你好 <b>&']);
    expect(await chat('xiaoming')).toEqual(['欢迎']);
  });
});
