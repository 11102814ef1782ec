/** The short forms of what hostile traffic and a long day may not do: counts are asserted, times are printed by `npm run soak`. */
import { expect, it } from 'vitest';
import { flood } from './flood.ts';
import { connections } from './generator.ts';
import { slowConnections } from './slow-connections.ts';
import { steady } from './steady.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0 };

it('P10 R34 in a flood of forged requests none is let in, and no acknowledged push is lost', async () => {
  expect(await flood({ database: 'sqlite', seed: 1, seconds: 3 })).toMatchObject({ ...clean, admitted: 0 });
}, 120_000);

it('P11 R35 HTP-03 beside 500 silent or slow connections every push is acknowledged, and each of them is ended', async () => {
  const report = await slowConnections({ seed: 1, connections: 500, seconds: 6 });
  expect(report).toMatchObject({ ...clean, acknowledged: report.sent });
  expect(report.ended).toBeGreaterThanOrEqual(500);
}, 120_000);

it('P15 after twenty seconds at 300 a second the heap is where it was, and as many descriptors are open', async () => {
  const { heap, descriptors, ...report } = await steady({ database: 'sqlite', rate: 300, parts: 4, secondsEach: 5 });
  expect(report).toMatchObject({ lost: 0, duplicates: 0, acknowledged: report.sent });
  expect(heap.last - heap.first).toBeLessThan(5_000_000);
  // As many as the generator has connections may be open or not; a leak would be thousands.
  expect(descriptors.last).toBeLessThan(descriptors.first + connections);
}, 120_000);
