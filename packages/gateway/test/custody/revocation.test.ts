import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { revokeKey } from '../../src/custody/caller.ts';
import { type TestGateway, testGateway } from '../harness.ts';
import { onBothDatabases } from '../store/both.ts';

onBothDatabases('an API key that is revoked', (database) => {
  let nodes: readonly TestGateway[];
  const apiKeys = ['lost', 'kept'].map((name) => ({
    name,
    api_key: randomBytes(32).toString('base64url'),
    accounts: ['service'],
    scopes: ['token'],
  }));
  const [lost, kept] = apiKeys.map(({ api_key }) => api_key) as [string, string];

  beforeAll(async () => {
    const { url } = await database();
    // Only one gateway may hold an SQLite database; of PostgreSQL two nodes share one.
    const count = url.startsWith('sqlite') ? 1 : 2;
    nodes = await Promise.all(
      Array.from({ length: count }, () => testGateway({ database: { url }, api_keys: apiKeys })),
    );
  });
  afterAll(() => Promise.all(nodes.map((node) => node.close())));

  const ask = async (key: string) => {
    const replies = await Promise.all(
      nodes.map((node) =>
        fetch(node.url('/api/v1/accounts/service/token'), { headers: { authorization: `Bearer ${key}` } }),
      ),
    );
    return [...new Set(replies.map(({ status }) => status))];
  };

  it('CUS-09 is refused by the next request on every node, and no other key is', async () => {
    expect([await ask(lost), await ask(kept)]).toEqual([[200], [200]]);
    const { store, config } = nodes[0]!.parts;
    const key = config.apiKeys.find(({ name }) => name === 'lost')!;
    expect(await revokeKey(store.revokedKeys, key, 1)).toBe(true);
    expect([await ask(lost), await ask(kept)]).toEqual([[401], [200]]);
    expect(await revokeKey(store.revokedKeys, key, 2)).toBe(false);
  });
});
