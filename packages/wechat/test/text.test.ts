import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cutUtf8, equalText, utf8Length } from '../src/text.ts';

it('equalText is equality, and nothing equals the empty text', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string(), (a, b) => {
      expect(equalText(a, a)).toBe(true);
      expect(equalText(b, a)).toBe(a === b);
      expect(equalText(a + b, a)).toBe(b === '');
    }),
  );
  expect(equalText('', '')).toBe(false);
});

it('cutUtf8 gives the longest beginning that fits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, limit) => {
      const cut = cutUtf8(text, limit);
      expect(text.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
      const next = [...text.slice(cut.length)][0];
      if (next !== undefined) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(limit);
    }),
  );
});

it('utf8Length counts bytes', () => expect(utf8Length('我的')).toBe(6));
