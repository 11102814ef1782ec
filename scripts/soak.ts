// `npm run soak`: the long forms of the promises, which take longer than a person waits for tests. `npm run soak -- P6` runs one,
// `--list` names them, `--seed N` repeats a run, `--scale X` makes it shorter or longer, `--hours H` is for P15. Each run prints its figures as one JSON
// line; the exit code is 1 if a promise was broken.

import { parseArgs } from 'node:util';
import { signInsUnderRotation } from '../conformance/key-rotation.ts';
import { callbackKills } from '../packages/gateway/test/soak/callback-kills.ts';
import { databaseFault, databaseFaults } from '../packages/gateway/test/soak/database-faults.ts';
import { doubleCallbacks } from '../packages/gateway/test/soak/double-callbacks.ts';
import { expiries } from '../packages/gateway/test/soak/expiries.ts';
import { flood } from '../packages/gateway/test/soak/flood.ts';
import { formerVersion } from '../packages/gateway/test/soak/former-version.ts';
import { connections } from '../packages/gateway/test/soak/generator.ts';
import { deathPlaces, kills } from '../packages/gateway/test/soak/kills.ts';
import { load } from '../packages/gateway/test/soak/load.ts';
import { migrationKills } from '../packages/gateway/test/soak/migration-kills.ts';
import { nodeKills } from '../packages/gateway/test/soak/node-kills.ts';
import { canCutPower } from '../packages/gateway/test/soak/power-cut.ts';
import { powerLosses } from '../packages/gateway/test/soak/power-losses.ts';
import { rolling } from '../packages/gateway/test/soak/rolling.ts';
import { scans } from '../packages/gateway/test/soak/scans.ts';
import { slowConnections } from '../packages/gateway/test/soak/slow-connections.ts';
import { steady } from '../packages/gateway/test/soak/steady.ts';
import { stoppedHolder } from '../packages/gateway/test/soak/stopped-holder.ts';
import { versionChange } from '../packages/gateway/test/soak/version-change.ts';
import { postgresPrograms, startCluster } from '../packages/gateway/test/store/postgres.ts';
import { hostileInput } from '../packages/wechat/test/soak/hostile-input.ts';
import { comparisonTiming, refusalTiming } from '../packages/wechat/test/soak/timing.ts';

interface Outcome {
  /** A run that cannot be made on this machine says why in its report. */
  readonly kept: boolean | 'skipped';
  readonly report: object;
}

/** What no fault may leave behind, on whatever database. */
const harm = (report: { lost: number; duplicates: number; halfMade: number; waiting: number; dead: number }): number =>
  report.lost + report.duplicates + report.halfMade + report.waiting + report.dead;

interface Run {
  readonly promise: string;
  readonly what: string;
  run(options: { seed: number; scale: number; hours: number }): Outcome | Promise<Outcome>;
}

const runs: readonly Run[] = [
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
    promise: 'P6',
    what: '1 000 000 damaged XML bodies, 1 000 000 queries, 250 000 frames: no crash, none above 50 ms, heap below 32 MB',
    run({ seed, scale }) {
      const count = (full: number): number => Math.max(1, Math.round(full * scale));
      const report = hostileInput({
        seed,
        documents: count(1_000_000),
        queries: count(1_000_000),
        frames: count(250_000),
      });
      const kept = report.crashes.length === 0 && report.slowestMs < 50 && report.heapGrowthBytes < 32 * 1024 * 1024;
      return { kept, report: { ...report, crashes: report.crashes.slice(0, 10) } };
    },
  },
  {
    promise: 'P7',
    what: '1 000 expiries of the app token under two gateways with 200 callers each: one refresh for each',
    async run({ scale }) {
      const report = await expiries({ expiries: Math.max(1, Math.round(1000 * scale)), callers: 200 });
      return { kept: report.extraRefreshes + report.differing === 0, report };
    },
  },
  {
    promise: 'QR-06',
    what: '100 000 made-up scenes of one follower on each database: no waiting computer is hit, five looked up in ten minutes',
    async run({ seed, scale }) {
      const count = Math.max(20, Math.round(100_000 * scale));
      const started = performance.now();
      const reports = [];
      for (const database of ['SQLite', 'PostgreSQL']) reports.push(await scans({ database, seed, count }));
      const windows = Math.ceil((performance.now() - started) / 600_000) + 1;
      const kept = reports.every(({ hits, answered, lookedUp }) => hits + answered === 0 && lookedUp <= 5 * windows);
      return { kept, report: { runs: reports } };
    },
  },
  {
    promise: 'P15',
    what: '300 pushes a second on PostgreSQL for 2 hours (--hours): heap below 1 MB an hour, descriptors and p99 flat, none lost',
    async run({ scale, hours }) {
      const seconds = hours * 3600 * scale;
      const parts = Math.max(4, Math.round(seconds / 300));
      const report = await steady({
        database: 'postgres',
        rate: 300,
        parts,
        secondsEach: Math.max(1, seconds / parts),
      });
      const { heap, descriptors, p99, lost, duplicates } = report;
      const grown = heap.last - heap.first;
      // A straight line through half an hour or less says nothing.
      const flat = seconds > 1800 ? heap.bytesAnHour < 1_000_000 : grown < 5_000_000;
      const same = descriptors.last < descriptors.first + connections && p99.last <= 2 * p99.first + 20;
      return { kept: lost + duplicates === 0 && flat && same, report };
    },
  },
  {
    promise: 'OPX-21',
    what: '10 000 sign-ins on each database while the signing keys change twice: the published keys verify every id token',
    async run({ scale }) {
      const signIns = Math.max(10, Math.round(10_000 * scale));
      const reports = [];
      for (const database of ['SQLite', 'PostgreSQL'] as const) {
        const cluster = database === 'PostgreSQL' ? await startCluster(postgresPrograms() ?? '') : undefined;
        try {
          const fields = cluster === undefined ? {} : { database: { url: await cluster.database() } };
          reports.push({ database, ...(await signInsUnderRotation(fields, signIns)) });
        } finally {
          await cluster?.stop();
        }
      }
      return {
        kept: reports.every(({ failures, signers }) => failures === 0 && signers === 3),
        report: { runs: reports },
      };
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
    promise: 'P8',
    what: '10 000 callbacks loaded twice on two nodes: one exchange each, no error page, no code redeemable twice',
    async run({ seed, scale }) {
      const report = await doubleCallbacks({ seed, visitors: Math.max(1, Math.round(10_000 * scale)) });
      const { extraExchanges, errorPages, locked, redeemedTwice } = report;
      return { kept: extraExchanges + errorPages + locked + redeemedTwice === 0, report };
    },
  },
  {
    promise: 'R07',
    what: 'R07 R08 killed 50 times in the callback, on each database: everybody is signed in, at most once more through WeChat',
    async run({ scale }) {
      const places = Array.from({ length: Math.max(2, Math.round(50 * scale)) }, (_, index) =>
        index % 2 === 0 ? ('oauth.exchanged' as const) : ('oauth.persisted' as const),
      );
      const reports = [];
      for (const database of ['sqlite', 'postgres'] as const) reports.push(await callbackKills({ database, places }));
      const kept = reports.every(
        ({ kills, signedIn, loops, people }) => signedIn === kills && people === kills && loops === 0,
      );
      return { kept, report: { runs: reports } };
    },
  },
  {
    promise: 'R11',
    what: 'the holder of the lease stopped for 60 s and continued: its late token is fenced off',
    async run({ seed, scale }) {
      const stoppedMs = Math.round(60_000 * scale);
      // Where the stop is shorter than the lease, the other node's clock says that it is over.
      const report = await stoppedHolder({ seed, stoppedMs, ahead: stoppedMs > 20_000 ? 0 : 60_000 });
      return { kept: harm(report) === 0 && report.fetches === 2 && !report.overwritten, report };
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
    promise: 'nodes',
    what: 'follow at one node, callback at the other, either killed 200 times: everybody signed in, no code redeemed twice',
    async run({ seed, scale }) {
      const report = await nodeKills({ seed, kills: Math.max(1, Math.round(200 * scale)) });
      return { kept: harm(report) + report.redeemedTwice === 0 && report.signedIn === report.visitors, report };
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
  {
    promise: 'P10',
    what: 'R34 twenty times the usual pushes, 90 % forged, 5 minutes on each database: valid ones in time, 1 ms CPU a forged one',
    async run({ seed, scale }) {
      const seconds = Math.max(1, Math.round(300 * scale));
      const reports = [];
      for (const database of ['sqlite', 'postgres'] as const) reports.push(await flood({ database, seed, seconds }));
      const kept = reports.every(
        ({ admitted, cpuMsPerForged, milliseconds, ...verdict }) =>
          harm(verdict) + admitted === 0 && cpuMsPerForged <= 1 && milliseconds.flood <= 2 * milliseconds.baseline + 50,
      );
      return { kept, report: { runs: reports } };
    },
  },
  {
    promise: 'P11',
    what: 'R35 10 000 silent or slow connections for 3 minutes: valid pushes in time, every one of them ended within 5 s',
    async run({ seed, scale }) {
      const report = await slowConnections({
        seed,
        connections: Math.max(100, Math.round(10_000 * Math.min(1, scale * 10))),
        seconds: Math.max(6, Math.round(180 * scale)),
      });
      const { acknowledged, sent, longestMs, milliseconds } = report;
      const kept =
        harm(report) === 0 &&
        acknowledged === sent &&
        longestMs <= 5_000 &&
        milliseconds.beside <= 1.5 * milliseconds.baseline + 20;
      return { kept, report };
    },
  },
  {
    promise: 'P12',
    what: 'SIG-10 AES-10 comparing signatures and refusing sealed pushes leak no timing: abs(t) below 4.5, three seeds',
    run({ seed, scale }) {
      const seeds = [seed, seed + 1, seed + 2];
      const comparing = seeds.map((each) => comparisonTiming({ seed: each, samples: Math.round(1_000_000 * scale) }));
      const refusing = seeds.map((each) => refusalTiming({ seed: each, samples: Math.round(1_000_000 * scale) }));
      const kept = [...comparing, ...refusing].every(({ t }) => t < 4.5);
      return { kept, report: { comparing, refusing } };
    },
  },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    scale: { type: 'string', default: '1' },
    list: { type: 'boolean' },
    hours: { type: 'string', default: '2' },
  },
});
const chosen = positionals.length === 0 ? runs : runs.filter(({ promise }) => positionals.includes(promise));

if (values.list) {
  for (const { promise, what } of runs) process.stdout.write(`${promise}  ${what}\n`);
} else if (chosen.length === 0) {
  process.stderr.write(`no such promise: ${positionals.join(', ')}. --list names those that can be run.\n`);
  process.exitCode = 2;
} else {
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  for (const { promise, what, run } of chosen) {
    process.stderr.write(`${promise}: ${what} (seed ${seed})\n`);
    const started = performance.now();
    const { kept, report } = await run({ seed, scale: Number(values.scale), hours: Number(values.hours) });
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(`${JSON.stringify({ promise, kept, seconds, node: process.version, ...report })}\n`);
    if (kept === false) process.exitCode = 1;
  }
}
