/** Pushes in triplicate and in disorder. */
import { expect, it } from 'vitest';
import { reordered } from '../soak/reordered.ts';

it.each([
  'sqlite',
  'postgres',
] as const)('R32 R33 on %s: three at once have one effect and one answer, and the last event by its time stands', async (database) => {
  expect(await reordered({ database, seed: 1, people: 50 })).toMatchObject({
    refused: 0,
    unequal: 0,
    extraEffects: 0,
    wrong: 0,
    duplicates: 0,
    waiting: 0,
    dead: 0,
  });
}, 120_000);
