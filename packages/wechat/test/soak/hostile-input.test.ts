import { expect, it } from 'vitest';
import { hostileInput } from './hostile-input.ts';
import { comparisonTiming, refusalTiming } from './timing.ts';

it.each([20_261_124, Date.now() & 0x7fffffff])('P6 XML-21 damaged pushes, queries and frames, seed %d', (seed) => {
  const report = hostileInput({ seed, documents: 10_000, queries: 10_000, frames: 2_500 });
  expect(report.crashes).toEqual([]);
  // Damage that still reads is part of the test: it must not be all or nothing.
  expect(report.survived).toBeGreaterThan(0);
});

it.each([
  ['SIG-10', comparisonTiming],
  ['AES-10', refusalTiming],
] as const)('P12 %s the timing of refusals can be measured', (_, timing) => {
  // The figure itself is judged by the long form, on a quiet machine; here it must exist and be sane.
  const { t, control } = timing({ seed: 1, samples: 2_000 });
  for (const each of [t, control]) {
    expect(each).toBeGreaterThanOrEqual(0);
    expect(each).toBeLessThan(100);
  }
});
