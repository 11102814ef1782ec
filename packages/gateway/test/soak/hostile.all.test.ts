/** The short forms of what hostile traffic may not do: counts are asserted, times are printed by `npm run soak`. */
import { expect, it } from 'vitest';
import { flood } from './flood.ts';
import { slowConnections } from './slow-connections.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0 };

it('P10 R34 in a flood of forged requests none is let in, and no acknowledged push is lost', async () => {
  expect(await flood({ database: 'sqlite', seed: 1, seconds: 3 })).toMatchObject({ ...clean, admitted: 0 });
}, 120_000);

it('P11 R35 HTP-03 beside 500 silent or slow connections every push is acknowledged, and each of them is ended', async () => {
  const report = await slowConnections({ seed: 1, connections: 500, seconds: 6 });
  expect(report).toMatchObject({ ...clean, acknowledged: report.sent });
  expect(report.ended).toBeGreaterThanOrEqual(500);
}, 120_000);
