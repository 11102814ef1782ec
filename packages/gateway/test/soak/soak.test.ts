/** The short forms of the promises: counts are asserted, times are only measured (`npm run soak` asserts them). */
import { expect, it } from 'vitest';
import { postgresPrograms } from '../store/postgres.ts';
import { callbackKills } from './callback-kills.ts';
import { erasures } from './erasures.ts';
import { expiries } from './expiries.ts';
import { deathPlaces, kills } from './kills.ts';
import { load } from './load.ts';
import { stoppedHolder } from './stopped-holder.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0 };

it('P3 R01 R02 R03 R04 R05 R09 no kill loses an acknowledged push or repeats an effect, on SQLite', async () => {
  expect(await kills({ database: 'sqlite', seed: 20_260_301, random: 1, places: deathPlaces })).toMatchObject(clean);
}, 180_000);

it('P2 500 pushes a second on SQLite: what is acknowledged is there, once', async () => {
  expect(await load({ database: 'sqlite', seed: 1, rate: 500, seconds: 1 })).toMatchObject({ lost: 0, duplicates: 0 });
}, 180_000);

it.skipIf(postgresPrograms() === undefined)(
  'P1 1000 pushes a second on PostgreSQL: the same',
  async () => {
    expect(await load({ database: 'postgres', seed: 1, rate: 1000, seconds: 1 })).toMatchObject({
      lost: 0,
      duplicates: 0,
    });
  },
  180_000,
);

it.skipIf(postgresPrograms() === undefined)(
  'P7 ten expiries under two gateways are ten refreshes',
  async () => {
    expect(await expiries({ expiries: 10, callers: 50 })).toMatchObject({ extraRefreshes: 0, differing: 0 });
  },
  180_000,
);

it('P13 ten people: who withdrew is in no table and no log, has a receipt, and no backup brings them back or names them after thirty days', async () => {
  const report = await erasures({ database: 'sqlite', seed: 1, people: 10 });
  expect(report).toMatchObject({ erased: 9, traces: 0, inLog: 0, copyHours: 24, receiptsMissing: 0, cameBack: 0 });
  expect(report.staying).toEqual({ expected: 1, over: 1, fresh: 1, end: 1 });
  expect(report.namedInBackup).toEqual({ withKey: 9, without: 0 });
  expect(report).toMatchObject({ oldBackup: 'backup_key_gone', lastBackupOpens: true });
}, 60_000);

it('R07 R08 who was at the callback when the process died is signed in all the same, at most once more through WeChat', async () => {
  const report = await callbackKills({ database: 'sqlite', places: ['oauth.exchanged', 'oauth.persisted'] });
  expect(report).toMatchObject({ kills: 2, signedIn: 2, onceMore: 1, loops: 0, people: 2 });
}, 180_000);

it.skipIf(postgresPrograms() === undefined)(
  'R11 a holder of the lease that was stopped and continued overwrites no newer token',
  async () => {
    const report = await stoppedHolder({ seed: 1, stoppedMs: 200, ahead: 60_000 });
    expect(report).toMatchObject({ ...clean, fetches: 2, generation: 1, overwritten: false });
  },
  180_000,
);
