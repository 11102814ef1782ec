/** What is acknowledged is there, whatever dies. */
import { databaseFault, databaseFaults } from '../../packages/gateway/test/soak/database-faults.ts';
import { formerVersion } from '../../packages/gateway/test/soak/former-version.ts';
import { deathPlaces, kills } from '../../packages/gateway/test/soak/kills.ts';
import { load } from '../../packages/gateway/test/soak/load.ts';
import { migrationKills } from '../../packages/gateway/test/soak/migration-kills.ts';
import { canCutPower } from '../../packages/gateway/test/soak/power-cut.ts';
import { powerLosses } from '../../packages/gateway/test/soak/power-losses.ts';
import { rolling } from '../../packages/gateway/test/soak/rolling.ts';
import { versionChange } from '../../packages/gateway/test/soak/version-change.ts';
import { type Form, harm } from './form.ts';

export const durability: readonly Form[] = [
  {
    promise: 'P1',
    what: '1 000 pushes a second on PostgreSQL for 30 minutes: none acknowledged is lost, p99 at most 250 ms, none above 2 s',
    async run({ seed, scale }) {
      const report = await load({
        database: 'postgres',
        seed,
        rate: 1000,
        seconds: Math.max(1, Math.round(1800 * scale)),
      });
      const { lost, duplicates, milliseconds } = report;
      return { kept: lost + duplicates === 0 && milliseconds.p99 <= 250 && milliseconds.most <= 2000, report };
    },
  },
  {
    promise: 'P2',
    what: '500 pushes a second on SQLite for 30 minutes, then 2 000 a second for one: none lost, p99 at most 500 ms',
    async run({ seed, scale }) {
      const seconds = (full: number): number => Math.max(1, Math.round(full * scale));
      const steady = await load({ database: 'sqlite', seed, rate: 500, seconds: seconds(1800) });
      const burst = await load({ database: 'sqlite', seed, rate: 2000, seconds: seconds(60) });
      const lost = steady.lost + steady.duplicates + burst.lost + burst.duplicates;
      return { kept: lost === 0 && steady.milliseconds.p99 <= 500, report: { steady, burst } };
    },
  },
  {
    promise: 'P3',
    what: 'the process killed at every named moment and at 200 random ones, on each database: nothing lost, nothing twice',
    async run({ seed, scale }) {
      const random = Math.max(1, Math.round(200 * scale));
      const reports = [];
      for (const database of ['sqlite', 'postgres'] as const) {
        reports.push(await kills({ database, seed, random, places: deathPlaces }));
      }
      const wrong = reports.reduce(
        (sum, { lost, duplicates, halfMade, waiting, dead }) => sum + lost + duplicates + halfMade + waiting + dead,
        0,
      );
      return { kept: wrong === 0 && reports.every(({ readyMs }) => readyMs.most <= 3000), report: { runs: reports } };
    },
  },
  {
    promise: 'P4',
    what: 'R06 the power lost 50 times under load, with SQLite: as P3, and the file whole',
    async run({ seed, scale }) {
      if (!canCutPower()) return { kept: 'skipped', report: { why: 'no gcc on Linux here: process crash only' } };
      const report = await powerLosses({ seed, cuts: Math.max(1, Math.round(50 * scale)) });
      return { kept: harm(report) + report.damage.length === 0, report };
    },
  },
  {
    promise: 'P5',
    what: 'R17 connections to PostgreSQL ended every 5 s for 10 minutes: none acknowledged is lost, back within 2 s each time',
    async run({ seed, scale }) {
      const times = Math.max(1, Math.round(120 * scale));
      const report = await databaseFault({ fault: 'terminated', seed, times, lasts: 5_000 });
      return { kept: harm(report) === 0 && report.backMs.every((ms) => ms <= 2000), report };
    },
  },
  {
    promise: 'R15',
    what: 'R15 R16 R18 R19 PostgreSQL gone, slow, read-only, cut after COMMIT, 10 times each: none acknowledged is lost',
    async run({ seed, scale }) {
      const times = Math.max(1, Math.round(10 * scale));
      const reports = [];
      for (const fault of Object.keys(databaseFaults) as (keyof typeof databaseFaults)[]) {
        if (fault !== 'terminated') reports.push(await databaseFault({ fault, seed, times, lasts: 3_000 }));
      }
      return {
        kept: reports.every((report) => harm(report) === 0 && report.slowest <= 4_500),
        report: { runs: reports },
      };
    },
  },
  {
    promise: 'R43',
    what: 'a migration killed in every entry, and a database of the version before read by both, on each database',
    async run() {
      const former = formerVersion();
      try {
        const migrations = [];
        const changes = [];
        for (const database of ['sqlite', 'postgres'] as const) {
          migrations.push(await migrationKills(database));
          if (former !== undefined) changes.push(await versionChange(database, former));
        }
        const kept =
          migrations.every(({ kills, entries, misplaced, same }) => kills === entries && misplaced === 0 && same) &&
          changes.every((change) => harm(change) === 0 && change.me.every((status) => status === 200));
        const report = { former: former?.commit ?? 'not in the history at hand', migrations, changes };
        return { kept: kept && former === undefined ? 'skipped' : kept, report };
      } finally {
        former?.close();
      }
    },
  },
  {
    promise: 'P18',
    what: 'R42 R43 two nodes replaced at 300/s for 5 minutes, by the same version and by the next one and back: none lost',
    async run({ seed, scale }) {
      const former = formerVersion();
      if (former === undefined) return { kept: 'skipped', report: { why: 'the version before is not in the history' } };
      try {
        const settings = { seed, rate: 300, between: Math.round(60_000 * scale) };
        const same = await rolling(settings);
        const next = await rolling({ ...settings, former });
        const kept = [same, next].every(
          (report) =>
            harm(report) + report.failedStops === 0 &&
            report.refused <= report.sent / 1000 &&
            report.slowestStopMs <= 5000,
        );
        return { kept, report: { same, next } };
      } finally {
        former.close();
      }
    },
  },
];
