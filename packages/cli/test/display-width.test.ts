import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from '../src/display-width.ts';

describe('columns of a text', () => {
  const widths: [string, number][] = [
    ['', 0],
    ['openid', 6],
    ['小明', 4],
    ['小明 12', 7],
    ['，：。', 6],
    ['é', 1],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['\u202e', 0],
    ['\u001b[31m红\u001b[39m', 2],
  ];
  it.each(widths)('%j takes %i', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it('cuts between characters and says that something is missing', () => {
    expect(cutToWidth('微信公众号', 10)).toBe('微信公众号');
    expect(cutToWidth('微信公众号', 9)).toBe('微信公众…');
    expect(cutToWidth('微信公众号', 8)).toBe('微信公…');
  });

  it('pads by columns, not by characters', () => {
    expect(padToWidth('含义', 6)).toBe('含义  ');
    expect(padToWidth('meaning', 6)).toBe('meaning');
  });

  it('never exceeds the columns when cutting', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 40 }), (text, columns) => {
        expect(displayWidth(cutToWidth(text, columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('wrapping', () => {
  it('breaks English at spaces', () => {
    expect(wrapToWidth('the app token is not the user token', 16)).toEqual([
      'the app token is',
      'not the user',
      'token',
    ]);
  });

  it('breaks Chinese anywhere but before a closing mark', () => {
    expect(wrapToWidth('先刷新再重试，然后核对。', 12)).toEqual(['先刷新再重', '试，然后核', '对。']);
  });

  it('loses nothing but spaces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 8, max: 60 }), (text, columns) => {
        const bare = (value: string) => value.replace(/\s/gu, '');
        expect(bare(wrapToWidth(text, columns).join(' '))).toBe(bare(text));
      }),
    );
  });
});
