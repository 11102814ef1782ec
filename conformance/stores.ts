/** The same behaviour on SQLite and on PostgreSQL: a table of tests is run on each. */
import type { Clock } from '@mingpian/wechat/ports';
import { afterAll, beforeAll, describe } from 'vitest';
import type { SignInWorld } from '../packages/gateway/test/login/browser.ts';
import { type Cluster, postgresPrograms, startCluster } from '../packages/gateway/test/store/postgres.ts';
import { openIdWorld } from './relying-party.ts';

/** A gateway on the store of this run; `fields` and `clock` as those of `openIdWorld`. */
export type OpenWorld = (fields?: Record<string, unknown>, clock?: Clock) => Promise<SignInWorld>;

const programs = postgresPrograms();

export function onBothStores(title: string, tests: (open: OpenWorld) => void): void {
  describe(`${title}, on SQLite`, () => tests(openIdWorld));

  describe.skipIf(programs === undefined)(`${title}, on PostgreSQL`, () => {
    let cluster: Cluster;
    beforeAll(async () => {
      cluster = await startCluster(programs!);
    });
    afterAll(() => cluster?.stop());
    tests(async (fields, clock) => openIdWorld({ ...fields, database: { url: await cluster.database() } }, clock));
  });
}
