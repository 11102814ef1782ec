// How tests of a webhook look with the simulator's Vitest fixture: every test has a WeChat of its own.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { simulatedTest } from '@mingpian/simulator/vitest';
import { createWeChat } from '@mingpian/wechat/client';
import { createNodePushHandler } from '@mingpian/wechat/node-handler';
import { textReply } from '@mingpian/wechat/reply';
import { expect, onTestFinished } from 'vitest';

const test = simulatedTest({
  prepare: (world) => {
    world.person('alice', { nickname: '爱丽丝', consent: 'allow' });
  },
});

test('greets who follows', async ({ world }) => {
  const { appId, originalId, pushToken, encodingAesKey } = world.account('service');
  const webhook = createServer(
    createNodePushHandler({
      appId,
      originalId: originalId ?? '',
      token: pushToken ?? '',
      mode: 'safe',
      encodingAesKey: encodingAesKey ?? '',
      // The simulator's clock dates the pushes.
      clock: world.clock,
      onPush: (push) => (push.type === 'event' && push.event === 'subscribe' ? textReply('欢迎关注') : undefined),
    }),
  );
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void webhook.close());

  const { port } = webhook.address() as AddressInfo;
  expect(await world.account('service').connect(`http://127.0.0.1:${port}/`)).toEqual({ ok: true });
  await world.person('alice').follow('service');
  expect(world.person('alice').chat('service')).toMatchObject([{ from: 'account', text: '欢迎关注' }]);
});

test('signs somebody in, without a port', async ({ world }) => {
  const { appId, appSecret } = world.account('service');
  const wechat = createWeChat({
    appId,
    appSecret,
    clock: world.clock,
    // All of WeChat's hosts are answered in memory.
    transport: async ({ method, url, headers, body }) => {
      const response = await world.fetch(url, {
        method,
        ...(headers && { headers }),
        ...(body && { body: body as string }),
      });
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    },
  });
  const redirectUri = 'http://127.0.0.1/callback';
  const { transaction } = wechat.oauth.start({ redirectUri, scope: 'snsapi_userinfo' });
  const { url } = world
    .person('alice')
    .authorise('service', { redirectUri, scope: 'snsapi_userinfo', state: transaction.state });
  const grant = await wechat.oauth.complete(wechat.oauth.finish(new URL(url).searchParams, transaction));
  expect(grant).toMatchObject({ kind: 'person', openid: world.person('alice').openidIn('service') });
  if (grant.kind !== 'person') return;
  expect(await wechat.oauth.profile(grant)).toMatchObject({ nickname: '爱丽丝' });

  world.account('service').userTokens.expireNow('alice');
  await expect(wechat.oauth.profile(grant)).rejects.toMatchObject({ errcode: 42001 });
});
