import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSealer } from '../src/sealer.ts';

const [first, second] = ['a'.repeat(32), 'b'.repeat(32)];

it('opens what it sealed, for the same place alone', async () => {
  const sealer = createSealer(first);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (text, place) => {
      const sealed = await sealer.seal(text, place);
      expect(sealed).toMatch(/^[A-Za-z0-9_-]+$/);
      expect(await sealer.open(sealed, place)).toBe(text);
      expect(await sealer.open(sealed, `${place}.`)).toBeUndefined();
    }),
    { numRuns: 50, seed: 1 },
  );
});

it('gives undefined for what was altered, whatever it is', async () => {
  const sealer = createSealer(first);
  const sealed = await sealer.seal('text', 'place');
  for (let at = 0; at < sealed.length; at += 1) {
    const other = sealed[at] === 'A' ? 'Q' : 'A';
    expect(await sealer.open(sealed.slice(0, at) + other + sealed.slice(at + 1), 'place')).toBeUndefined();
  }
  for (const text of ['', 'A', 'AAAAA', '=', '名', sealed.slice(0, 16)]) {
    expect(await sealer.open(text, 'place')).toBeUndefined();
  }
});

it('seals with the first secret and opens with all of them', async () => {
  const sealed = await createSealer(first).seal('text', 'place');
  expect(await createSealer([second, first]).open(sealed, 'place')).toBe('text');
  expect(await createSealer(second).open(sealed, 'place')).toBeUndefined();
});

it('refuses a short secret', () => {
  expect(() => createSealer('short')).toThrow(TypeError);
  expect(() => createSealer([first, 'short'])).toThrow(TypeError);
});
