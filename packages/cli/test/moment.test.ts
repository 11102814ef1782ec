import { describe, expect, it } from 'vitest';
import { parseMoment } from '../src/moment.ts';

describe('--date', () => {
  const moments: [string, string][] = [
    ['2014-01-01', '2013-12-31T16:00:00.000Z'],
    ['2014-01-01T09:30', '2014-01-01T01:30:00.000Z'],
    ['2014-01-01 09:30:15', '2014-01-01T01:30:15.000Z'],
    ['2014-01-01T09:30:15.25', '2014-01-01T01:30:15.250Z'],
    ['2014-01-01T00:00:00Z', '2014-01-01T00:00:00.000Z'],
    ['2014-01-01T00:00:00+08:00', '2013-12-31T16:00:00.000Z'],
    ['2014-01-01T00:00-0500', '2014-01-01T05:00:00.000Z'],
    ['2024-02-29', '2024-02-28T16:00:00.000Z'],
  ];
  it.each(moments)('%s is %s: Beijing time unless it names a zone', (text, iso) => {
    expect(new Date(parseMoment(text) ?? Number.NaN).toISOString()).toBe(iso);
  });

  it.each([
    '',
    '2014',
    '2014-13-01',
    '2014-02-30',
    '2023-02-29',
    '2014-01-01T25:00',
    '2014-01-01Z',
    'yesterday',
    '1388505600',
  ])('%j is no moment', (text) => {
    expect(parseMoment(text)).toBeUndefined();
  });
});
