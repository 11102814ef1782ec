import { describe, expect, it } from 'vitest';
import { beijingMidnight, type Fact, inForce, valueAt } from '../src/fact.ts';

const iso = (text: string) => Date.parse(text);

describe('a date begins at midnight in Beijing', () => {
  it.each([
    ['2021-12-27', '2021-12-26T16:00:00Z'],
    ['2018-04-09?', '2018-04-08T16:00:00Z'],
    ['2024-02-29', '2024-02-28T16:00:00Z'],
  ])('%s is %s', (date, instant) => {
    expect(beijingMidnight(date)).toBe(iso(instant));
  });
});

describe('since is inclusive, until exclusive', () => {
  const row = { source: 'own', grade: 'inferred', since: '2014-06-27', until: '2017-12-31' } as const;

  it.each([
    ['the last millisecond before', '2014-06-26T23:59:59.999+08:00', false],
    ['the first instant', '2014-06-27T00:00:00+08:00', true],
    ['UTC midnight of that day', '2014-06-27T00:00:00Z', true],
    ['the last millisecond within', '2017-12-30T23:59:59.999+08:00', true],
    ['the first instant after', '2017-12-31T00:00:00+08:00', false],
  ])('%s', (_, instant, holds) => {
    expect(inForce(row, iso(instant))).toBe(holds);
  });

  it('a row without dates always holds', () => {
    const always = { source: 'own', grade: 'inferred' } as const;
    expect([0, iso('2013-06-27'), iso('2099-01-01')].map((at) => inForce(always, at))).toEqual([true, true, true]);
  });
});

describe('valueAt', () => {
  const rows: readonly Fact<string>[] = [
    { value: 'early', source: 'own', grade: 'inferred', since: '2015-01-01', until: '2016-01-01?' },
    { value: 'late', source: 'own', grade: 'inferred', since: '2016-01-01?' },
  ];

  it.each([
    ['2014-12-31T23:59:59+08:00', undefined],
    ['2015-01-01T00:00:00+08:00', 'early'],
    ['2015-12-31T23:59:59.999+08:00', 'early'],
    ['2016-01-01T00:00:00+08:00', 'late'],
    ['2026-01-01T00:00:00+08:00', 'late'],
  ])('at %s it is %s', (instant, value) => {
    expect(valueAt(rows, iso(instant))).toBe(value);
  });
});
