import { afterAll, beforeAll, describe } from 'vitest';
import { type Cluster, postgresPrograms, startCluster } from './postgres.ts';

/**
 * The same tests on either database. `database()` is the configuration of a fresh, empty one; inside a test or a hook only.
 */
export function onBothDatabases(title: string, tests: (database: () => Promise<{ url: string }>) => void): void {
  describe(`${title}, on SQLite`, () => tests(async () => ({ url: 'sqlite::memory:' })));

  const programs = postgresPrograms();
  describe.skipIf(programs === undefined)(`${title}, on PostgreSQL`, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster(programs!);
    });
    afterAll(() => cluster?.stop());
    tests(async () => ({ url: await cluster.database() }));
  });
}
