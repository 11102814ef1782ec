import { afterAll, beforeAll, describe } from 'vitest';
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

  describeStore('PostgreSQL', async () => {
    const store = openStore(url, { now: () => 1_700_000_000_000 });
    await store.migrate();
    return store;
  });
});
