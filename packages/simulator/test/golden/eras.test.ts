/**
 * What WeChat answered in four years, recorded. After a change that is meant, `MINGPIAN_RECORD=1` writes the files anew;
 * the difference is then part of the change.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Step, walk } from './walk.ts';

const eras = { 2014: '2014-01-01', 2018: '2018-10-01', 2022: '2022-09-05', today: '2026-11-24' } as const;

describe.each(Object.entries(eras))('a walk through %s', (era, date) => {
  const file = new URL(`${era}.json`, import.meta.url);

  it('X-12 gives what was recorded', async () => {
    const steps = await walk(date);
    if (process.env.MINGPIAN_RECORD === '1') writeFileSync(file, `${JSON.stringify(steps, null, 2)}\n`);
    const recorded: Step[] = JSON.parse(readFileSync(file, 'utf8'));
    expect(steps).toEqual(recorded);
  });

  it('X-05 and the same a second time', async () => {
    expect(await walk(date)).toEqual(await walk(date));
  });
});
