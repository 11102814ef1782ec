/** Two processes on one PostgreSQL, met by browsers that load things twice and by kills. */
import { describe, expect, it } from 'vitest';
import { doubleCallbacks } from '../soak/double-callbacks.ts';
import { nodeKills } from '../soak/node-kills.ts';
import { postgresPrograms } from '../store/postgres.ts';

describe.skipIf(postgresPrograms() === undefined)('two processes on one PostgreSQL', () => {
  it('P8 callbacks loaded twice on both: one exchange and one person each, no error page, nobody locked out, no code redeemed twice', async () => {
    const report = await doubleCallbacks({ seed: 1, visitors: 20 });
    expect(report).toMatchObject({ extraExchanges: 0, errorPages: 0, locked: 0, redeemedTwice: 0, people: 20 });
  }, 120_000);

  it('who follows at one signs in at the other, while either is killed', async () => {
    const report = await nodeKills({ seed: 1, kills: 2 });
    expect(report).toMatchObject({ lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0, redeemedTwice: 0 });
    expect(report.signedIn).toBe(report.visitors);
  }, 120_000);
});
