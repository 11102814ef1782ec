import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '@mingpian/gateway/config';
import { createLog } from '@mingpian/gateway/log';
import { type Gateway, startGateway } from '@mingpian/gateway/server';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Simulated, simulated } from './simulated.ts';

type Mode = 'plain' | 'compatible' | 'safe';

/** A gateway of its own for `service`, connected by WeChat's real check of the URL. */
async function gatewayFor(world: Simulated, mode: Mode): Promise<Gateway> {
  const { appId, appSecret, originalId, token, encodingAesKey } = world.account('service');
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-welcome-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const config = parseConfig({
    public_url: 'http://127.0.0.1:0',
    listen: { host: '127.0.0.1', port: 0 },
    admin: { host: '127.0.0.1', port: 0 },
    root_secret: 'q3Vt9ZkLw2XpRb7NcJ5sHd8FgT1yMaE6',
    database: { url: `sqlite:${join(folder, 'gateway.db')}` },
    wechat: { simulator: world.base },
    accounts: [
      {
        name: 'service',
        title: '半盏茶铺',
        kind: 'service',
        verified: true,
        app_id: appId,
        app_secret: appSecret,
        original_id: originalId,
        push: { mode, token, encoding_aes_key: encodingAesKey },
      },
    ],
  });
  const gateway = await startGateway(config, { log: createLog({ write: () => {} }, 'fatal') });
  onTestFinished(() => gateway.close());
  await world.control('PUT', '/accounts/service', { push: { mode } });
  const url = `${gateway.urls.public}/wechat/service/webhook`;
  expect(await world.control('POST', '/accounts/service/connect', { url })).toEqual({ ok: true });
  return gateway;
}

describe.each<Mode>(['plain', 'compatible', 'safe'])('in %s mode', (mode) => {
  it('a follower is welcomed by a passive reply with a link to sign in', async () => {
    const world = await simulated();
    const gateway = await gatewayFor(world, mode);
    const { pushes } = await world.control<{ pushes: object[] }>('POST', '/people/xiaoming/follow', {
      account: 'service',
    });
    expect(pushes).toMatchObject([{ event: 'subscribe', status: 200, attempts: 1, reply: { type: 'text' } }]);
    const { messages } = await world.control<{ messages: { from: string; text?: string }[] }>(
      'GET',
      '/chats/xiaoming/service',
    );
    const said = messages.filter((message) => message.from === 'account').map((message) => message.text);
    expect(said).toEqual([expect.stringContaining(`<a href="${gateway.urls.public}/login/service">`)]);
    expect(await gateway.parts.store.people.count()).toBe(1);
  });

  it('WH-05 SIG-01 a forged push changes nothing', async () => {
    const world = await simulated();
    const gateway = await gatewayFor(world, mode);
    const { originalId } = world.account('service');
    const at = Math.floor(Date.now() / 1000);
    const forged =
      `<xml><ToUserName><![CDATA[${originalId}]]></ToUserName><FromUserName><![CDATA[${await world.openid('xiaoming')}]]></FromUserName>` +
      `<CreateTime>${at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event></xml>`;
    const signature = createHash('sha1')
      .update(['guessed', String(at), '123456789'].sort().join(''))
      .digest('hex');
    const query = `signature=${signature}&timestamp=${at}&nonce=123456789`;
    const answer = await fetch(`${gateway.urls.public}/wechat/service/webhook?${query}`, {
      method: 'POST',
      body: forged,
    });
    expect(answer.status).toBe(401);
    expect(await gateway.parts.store.people.count()).toBe(0);
  });
});
