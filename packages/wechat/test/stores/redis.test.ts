import { afterAll, beforeAll, expect, it } from 'vitest';
import { startRedis } from '../redis-server.ts';
import { openSharedStore } from '../shared-stores.ts';
import { describeSharedStore } from './shared.ts';

let redis: Awaited<ReturnType<typeof startRedis>>;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis?.stop());

const secret = 'a secret of at least thirty-two characters';

describeSharedStore('app tokens in Redis, by ioredis', () => ({ kind: 'ioredis', path: redis.path }));
describeSharedStore('app tokens in Redis, by node-redis', () => ({ kind: 'node-redis', path: redis.path }));
describeSharedStore('app tokens in Redis, sealed', () => ({ kind: 'ioredis', path: redis.path, secret }));

it('a token sealed with a secret of before counts as expired, and the next one follows its generation', async () => {
  const appId = 'wxfeedfeedfeedfeed';
  const token = { value: 'secret token', issuedAt: 1, expiresAt: 7_200_001 };
  const before = await openSharedStore({ kind: 'ioredis', path: redis.path, secret: 'x'.repeat(32) });
  await before.store.lease(appId, 'a', 1000, 1);
  await before.store.write(appId, 'a', token, 0);
  const after = await openSharedStore({ kind: 'node-redis', path: redis.path, secret });
  expect(await after.store.read(appId)).toEqual({ value: '', issuedAt: 0, expiresAt: 0, generation: 1 });
  await after.store.lease(appId, 'b', 1000, 2);
  expect(await after.store.write(appId, 'b', token, 1)).toEqual({ ...token, generation: 2 });
  const clear = await openSharedStore({ kind: 'node-redis', path: redis.path });
  expect((await clear.store.read(appId))?.value).not.toContain('secret token');
  await Promise.all([before, after, clear].map((each) => each.close()));
});
