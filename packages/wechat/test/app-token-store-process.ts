// A process of its own with some keepers on a shared store: the tests start two of these at once.
import { AppTokens } from '../src/app-token.ts';
import { hostsAt } from '../src/hosts.ts';
import { systemClock, systemRandom, systemSleep } from '../src/system.ts';
import { fetchTransport } from '../src/transport.ts';
import type { KeepersOrder } from './app-token-store-contract.ts';
import { openSharedStore } from './shared-stores.ts';

const { address, wechat, appId, keepers }: KeepersOrder = JSON.parse(process.argv[2] ?? '');
const { store, close } = await openSharedStore(address);
const tokens = await Promise.all(
  Array.from({ length: keepers }, () =>
    new AppTokens({
      app: { appId, appSecret: '0123456789abcdef0123456789abcdef' },
      hosts: hostsAt(wechat),
      method: 'stable',
      transport: fetchTransport(),
      clock: systemClock,
      random: systemRandom,
      sleep: systemSleep,
      store,
    }).get(),
  ),
);
await close();
process.stdout.write(JSON.stringify(tokens.map(({ value }) => value)));
