// The custom menu of the service account: one button that leads to the gateway's sign-in. It is a link of ours, not a fixed link
// to the authorise page, because a fixed link has a fixed state.

import { valueAt } from '@mingpian/facts/fact';
import { rules } from '@mingpian/facts/rules';
import type { Simulator } from '@mingpian/simulator/server';
import { createWeChat } from '@mingpian/wechat/client';
import { hostsAt } from '@mingpian/wechat/hosts';

export async function publishMenu(simulator: Simulator, gatewayUrl: string): Promise<void> {
  const { accounts, urls } = simulator.ready();
  const service = accounts.find(({ name }) => name === 'service');
  if (service === undefined) return;
  const now = () => simulator.world.now();
  const wechat = createWeChat({
    appId: service.appId,
    appSecret: service.appSecret,
    hosts: hostsAt(urls.base),
    clock: { now },
    appToken: valueAt(rules.stableToken, now()) ? 'stable' : 'classic',
  });
  await wechat.menu.create([{ type: 'view', name: '我的', url: `${gatewayUrl}/login/service` }]);
}
