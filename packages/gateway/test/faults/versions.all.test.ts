/** The schema and the process change under a database in use: migrations that are killed, versions side by side, nodes replaced. */
import { describe, expect, it } from 'vitest';
import { formerVersion } from '../soak/former-version.ts';
import { migrationKills } from '../soak/migration-kills.ts';
import { rolling } from '../soak/rolling.ts';
import { versionChange } from '../soak/version-change.ts';
import { postgresPrograms } from '../store/postgres.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0 };
const noHistory = 'the version before is not in the history that is at hand';

describe.each(['sqlite', 'postgres'] as const)('on %s', (database) => {
  it.skipIf(database === 'postgres' && postgresPrograms() === undefined)(
    'R43 a migration killed in every entry goes on where it was, and ends in the same schema',
    async () => {
      const report = await migrationKills(database);
      expect(report).toMatchObject({ kills: report.entries, misplaced: 0, same: true });
    },
    120_000,
  );

  it.skipIf(database === 'postgres' && postgresPrograms() === undefined)(
    'R43 a database of the version before is migrated, and read by both versions',
    async ({ skip }) => {
      const former = formerVersion();
      if (former === undefined) return skip(noHistory);
      try {
        const report = await versionChange(database, former);
        expect(report).toMatchObject({ ...clean, acknowledged: 30, people: 31, me: [200, 200, 200] });
      } finally {
        former.close();
      }
    },
    120_000,
  );
});

describe.skipIf(postgresPrograms() === undefined)('two nodes replaced under load', () => {
  it('R42 by the same version: each ends with code 0, and no acknowledged push is lost', async () => {
    expect(await rolling({ seed: 1, rate: 100, between: 300 })).toMatchObject({
      ...clean,
      replaced: 4,
      failedStops: 0,
    });
  }, 120_000);

  it('R43 P18 by the next version, after a migration that was killed, and back: the same', async ({ skip }) => {
    const former = formerVersion();
    if (former === undefined) return skip(noHistory);
    try {
      const report = await rolling({ seed: 1, rate: 100, between: 300, former });
      expect(report).toMatchObject({ ...clean, replaced: 4, failedStops: 0 });
    } finally {
      former.close();
    }
  }, 120_000);
});
