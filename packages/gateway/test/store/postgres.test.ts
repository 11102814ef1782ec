import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { describeStore } from './contract.ts';
import { type Cluster, postgresPrograms, startCluster } from './postgres.ts';

const programs = postgresPrograms();

describe.skipIf(programs === undefined)('with PostgreSQL installed', () => {
  let cluster: Cluster;
  let url: string;
  beforeAll(async () => {
    cluster = await startCluster(programs!);
    url = await cluster.database();
  });
  afterAll(() => cluster.stop());

  it('a database without migrations does not pass the check', async () => {
    const store = openStore(await cluster.database(), { now: () => 0 });
    await expect(store.check()).rejects.toMatchObject({ code: 'store_outdated' });
    await store.close();
  });

  it.each([
    [
      'a database that is not there',
      (right: string) => right.replace(/\/test_\w+/, '/nowhere'),
      /no database of this name/,
    ],
    ['a user that is not there', (right: string) => right.replace('user=mingpian', 'user=nobody'), /refuses this user/],
    [
      'a server that is not there',
      (right: string) => right.replace(/host=[^&]+/, 'host=%2Fnowhere'),
      /does not answer/,
    ],
  ])('%s is what the migration says', async (_, wrong, sentence) => {
    const store = openStore(wrong(url), { now: () => 0 });
    await expect(store.migrate()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: expect.stringMatching(sentence),
    });
    await store.close();
  });

  describeStore('PostgreSQL', async () => {
    const store = openStore(url, { now: () => 1_700_000_000_000 });
    await store.migrate();
    return store;
  });
});
