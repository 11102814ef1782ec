import { expect, it } from 'vitest';
import { systemRandom } from '../src/system.ts';
import { hex } from '../src/text.ts';

it('random bytes are given once, also where one stock ends and the next begins', () => {
  const drawn = Array.from({ length: 1000 }, () => hex(systemRandom.bytes(12)));
  expect(new Set(drawn).size).toBe(drawn.length);
  expect(drawn.every((text) => /^[0-9a-f]{24}$/.test(text))).toBe(true);
});

it('what a caller does with its random bytes does not reach the next caller', () => {
  const mine = systemRandom.bytes(16);
  const kept = hex(mine);
  const next = systemRandom.bytes(16);
  mine.fill(0);
  next.fill(0);
  expect(hex(systemRandom.bytes(16))).not.toMatch(/^0+$/);
  expect(kept).not.toMatch(/^0+$/);
});

it.each([0, 1, 4096, 4097, 65_536])('%i random bytes at once', (count) => {
  const bytes = systemRandom.bytes(count);
  expect(bytes).toHaveLength(count);
  if (count > 64) expect(new Set(bytes).size).toBeGreaterThan(32);
});
