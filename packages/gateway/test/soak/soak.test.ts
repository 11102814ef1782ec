/** The short forms of the promises: counts are asserted, times are only measured (`npm run soak` asserts them). */
import { expect, it } from 'vitest';
import { postgresPrograms } from '../store/postgres.ts';
import { expiries } from './expiries.ts';
import { deathPlaces, kills } from './kills.ts';
import { load } from './load.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0 };

it('P3 R01 R02 R03 R04 R05 R09 no kill loses an acknowledged push or repeats an effect, on SQLite', async () => {
  expect(await kills({ database: 'sqlite', seed: 20_260_301, random: 1, places: deathPlaces })).toMatchObject(clean);
}, 60_000);

it('P2 500 pushes a second on SQLite: what is acknowledged is there, once', async () => {
  expect(await load({ database: 'sqlite', seed: 1, rate: 500, seconds: 1 })).toMatchObject({ lost: 0, duplicates: 0 });
}, 60_000);

it.skipIf(postgresPrograms() === undefined)(
  'P1 1000 pushes a second on PostgreSQL: the same',
  async () => {
    expect(await load({ database: 'postgres', seed: 1, rate: 1000, seconds: 1 })).toMatchObject({
      lost: 0,
      duplicates: 0,
    });
  },
  60_000,
);

it.skipIf(postgresPrograms() === undefined)(
  'P7 ten expiries under two gateways are ten refreshes',
  async () => {
    expect(await expiries({ expiries: 10, callers: 50 })).toMatchObject({ extraRefreshes: 0, differing: 0 });
  },
  60_000,
);
