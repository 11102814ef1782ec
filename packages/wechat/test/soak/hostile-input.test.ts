import { expect, it } from 'vitest';
import { hostileInput } from './hostile-input.ts';

it.each([
  20_261_124,
  Date.now() & 0x7fffffff,
])('P6 XML-21 AES-10 damaged pushes, queries and frames, seed %d', (seed) => {
  const report = hostileInput({ seed, documents: 10_000, queries: 10_000, frames: 2_500 });
  expect(report.crashes).toEqual([]);
  // Damage that still reads is part of the test: it must not be all or nothing.
  expect(report.survived).toBeGreaterThan(0);
});
