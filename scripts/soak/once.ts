/** What may happen once happens once, and what is to be forgotten is. */
import { signInsUnderRotation } from '../../conformance/key-rotation.ts';
import { callbackKills } from '../../packages/gateway/test/soak/callback-kills.ts';
import { doubleCallbacks } from '../../packages/gateway/test/soak/double-callbacks.ts';
import { erasures } from '../../packages/gateway/test/soak/erasures.ts';
import { expiries } from '../../packages/gateway/test/soak/expiries.ts';
import { nodeKills } from '../../packages/gateway/test/soak/node-kills.ts';
import { reordered } from '../../packages/gateway/test/soak/reordered.ts';
import { scans } from '../../packages/gateway/test/soak/scans.ts';
import { stoppedHolder } from '../../packages/gateway/test/soak/stopped-holder.ts';
import { postgresPrograms, startCluster } from '../../packages/gateway/test/store/postgres.ts';
import { type Form, harm } from './form.ts';

export const once: readonly Form[] = [
  {
    promise: 'P7',
    what: '1 000 expiries of the app token under two gateways with 200 callers each: one refresh for each',
    async run({ scale }) {
      const report = await expiries({ expiries: Math.max(1, Math.round(1000 * scale)), callers: 200 });
      return { kept: report.extraRefreshes + report.differing === 0, report };
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
    promise: 'P13',
    what: '10 000 people withdraw, with a restore in the middle: live data gone in 60 s, sealed copies in 24 h, backups unreadable in 30 days, nobody comes back',
    async run({ seed, scale }) {
      const reports = [];
      for (const database of ['sqlite', 'postgres'] as const) {
        reports.push(await erasures({ database, seed, people: Math.max(10, Math.round(10_000 * scale)) }));
      }
      const kept = reports.every(
        ({
          traces,
          inLog,
          cameBack,
          receiptsMissing,
          slowestMs,
          copyHours,
          staying,
          namedInBackup,
          oldBackup,
          lastBackupOpens,
        }) =>
          traces + inLog + cameBack + receiptsMissing === 0 &&
          slowestMs <= 60_000 &&
          copyHours <= 24 &&
          namedInBackup.without === 0 &&
          oldBackup === 'backup_key_gone' &&
          lastBackupOpens &&
          [staying.over, staying.fresh, staying.end].every((count) => count === staying.expected),
      );
      return { kept, report: { runs: reports } };
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
    promise: 'R32',
    what: 'R32 R33 follows and unfollows of 10 000 people on each database, three times at once and in any order: the last by time stands',
    async run({ seed, scale }) {
      const reports = [];
      for (const database of ['sqlite', 'postgres'] as const) {
        reports.push(await reordered({ database, seed, people: Math.max(10, Math.round(10_000 * scale)) }));
      }
      const kept = reports.every(
        ({ unequal, extraEffects, wrong, duplicates, waiting, dead }) =>
          unequal + extraEffects + wrong + duplicates + waiting + dead === 0,
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
    promise: 'nodes',
    what: 'follow at one node, callback at the other, either killed 200 times: everybody signed in, no code redeemed twice',
    async run({ seed, scale }) {
      const report = await nodeKills({ seed, kills: Math.max(1, Math.round(200 * scale)) });
      return { kept: harm(report) + report.redeemedTwice === 0 && report.signedIn === report.visitors, report };
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
];
