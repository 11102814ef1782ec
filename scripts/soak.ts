// `npm run soak`: the long forms of the promises, which take longer than a person waits for tests. `npm run soak -- P6` runs one,
// `--list` names them, `--seed N` repeats a run, `--scale X` makes it shorter or longer. Each run prints its figures as one JSON
// line; the exit code is 1 if a promise was broken.

import { parseArgs } from 'node:util';
import { expiries } from '../packages/gateway/test/soak/expiries.ts';
import { deathPlaces, kills } from '../packages/gateway/test/soak/kills.ts';
import { load } from '../packages/gateway/test/soak/load.ts';
import { scans } from '../packages/gateway/test/soak/scans.ts';
import { hostileInput } from '../packages/wechat/test/soak/hostile-input.ts';
import { comparisonTiming, refusalTiming } from '../packages/wechat/test/soak/timing.ts';

interface Outcome {
  readonly kept: boolean;
  readonly report: object;
}

interface Run {
  readonly promise: string;
  readonly what: string;
  run(options: { seed: number; scale: number }): Outcome | Promise<Outcome>;
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
  options: { seed: { type: 'string' }, scale: { type: 'string', default: '1' }, list: { type: 'boolean' } },
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
    const { kept, report } = await run({ seed, scale: Number(values.scale) });
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(`${JSON.stringify({ promise, kept, seconds, node: process.version, ...report })}\n`);
    if (!kept) process.exitCode = 1;
  }
}
