import Keyv from 'keyv';
import { afterAll, beforeAll } from 'vitest';
import { createSealer } from '../../src/sealer.ts';
import { KeyvAppTokenStore } from '../../src/stores/keyv.ts';
import { describeAppTokenStore } from '../app-token-store-contract.ts';
import { startRedis } from '../redis-server.ts';
import { type OpenStore, openSharedStore } from '../shared-stores.ts';

let redis: Awaited<ReturnType<typeof startRedis>>;
let shared: OpenStore;
beforeAll(async () => {
  redis = await startRedis();
  shared = await openSharedStore({ kind: 'keyv', path: redis.path });
});
afterAll(async () => {
  await shared?.close();
  redis?.stop();
});

const sealer = createSealer('a secret of at least thirty-two characters');
const inMemory = new KeyvAppTokenStore({ keyv: new Keyv(), settleMs: 1, sealer });
describeAppTokenStore('app tokens in a Keyv in memory, sealed', { open: async () => inMemory, atomic: false });

describeAppTokenStore('app tokens in a Keyv on Redis', {
  open: async () => shared.store,
  address: () => ({ kind: 'keyv', path: redis.path }),
  atomic: false,
});
