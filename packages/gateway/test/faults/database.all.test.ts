/** PostgreSQL fails under load: what is acknowledged is there, and the gateway comes back by itself. */
import { describe, expect, it } from 'vitest';
import { type DatabaseFaultReport, databaseFault, type databaseFaults } from '../soak/database-faults.ts';
import { postgresPrograms } from '../store/postgres.ts';

const table: readonly [string, keyof typeof databaseFaults, { during: Partial<DatabaseFaultReport['during']> }][] = [
  ['R15 that is gone', 'gone', { during: { ready: 503, me: 503 } }],
  ['R16 that takes two seconds for a statement', 'slow', { during: {} }],
  ['R17 P5 that ends its connections', 'terminated', { during: { ready: 200, me: 200 } }],
  ['R18 that takes no writes, though sessions are read', 'readOnly', { during: { ready: 503, me: 200 } }],
  ['R19 that carries a commit out and does not say so', 'cutAfterCommit', { during: { ready: 200, me: 200 } }],
];

describe.skipIf(postgresPrograms() === undefined)('no acknowledged push is lost, and none has its effect twice', () => {
  it.each(table)(
    'by a PostgreSQL %s',
    async (_title, fault, during) => {
      const report = await databaseFault({ fault, seed: 1, times: 1, lasts: 1_000 });
      expect(report).toMatchObject({ lost: 0, duplicates: 0, halfMade: 0, dead: 0, waiting: 0, ...during });
      expect(report.acknowledged).toBe(report.sent);
    },
    120_000,
  );
});
