/** The machine loses its power: SQLite's file is what the disk had synced, and perhaps a part of the rest. */
import { expect, it } from 'vitest';
import { canCutPower } from '../soak/power-cut.ts';
import { powerLosses } from '../soak/power-losses.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0, damage: [] };

it('R06 P4 three cuts lose no acknowledged push, and none has its effect twice or by half', async ({ skip }) => {
  if (!canCutPower()) return skip('a power cut needs Linux and gcc: process crash only');
  const report = await powerLosses({ seed: 1, cuts: 3 });
  expect(report).toMatchObject(clean);
  expect(report.acknowledged).toBe(report.sent);
}, 120_000);

it('R06 a disk that reports syncs without making them does lose pushes, so that a loss would be seen', async ({
  skip,
}) => {
  if (!canCutPower()) return skip('a power cut needs Linux and gcc: process crash only');
  const report = await powerLosses({ seed: 1, cuts: 1, lies: true });
  expect(report.lost).toBe(report.acknowledged);
  expect(report.dropped).toBeGreaterThan(0);
}, 120_000);
