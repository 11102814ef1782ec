/** Input and connections of strangers, and a long day. */
import { flood } from '../../packages/gateway/test/soak/flood.ts';
import { connections } from '../../packages/gateway/test/soak/generator.ts';
import { slowConnections } from '../../packages/gateway/test/soak/slow-connections.ts';
import { steady } from '../../packages/gateway/test/soak/steady.ts';
import { hostileInput } from '../../packages/wechat/test/soak/hostile-input.ts';
import { comparisonTiming, refusalTiming } from '../../packages/wechat/test/soak/timing.ts';
import { type Form, harm } from './form.ts';

export const hostile: readonly Form[] = [
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
];
