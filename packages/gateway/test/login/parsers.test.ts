/** The small readers in front of signing in, against whatever text there is. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readReturnTarget } from '../../src/config/return-target.ts';
import { createCookies } from '../../src/login/cookies.ts';
import { readForm, readQuery } from '../../src/login/query.ts';
import { newReference, referenceShape } from '../../src/login/reference.ts';

describe('a query', () => {
  it('reads what URLSearchParams writes, and refuses a name that stands there twice', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' }))),
        (pairs) => {
          const text = new URLSearchParams(pairs).toString();
          const twice = new Set(pairs.map(([name]) => name)).size < pairs.length;
          const read = readQuery(`/path?${text}`);
          if (twice) expect(read).toBeUndefined();
          else expect([...read!]).toEqual(pairs);
        },
      ),
    );
  });

  it.each([
    ['', []],
    ['a', [['a', '']]],
    [
      'a=1&&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a=b=c', [['a', 'b=c']]],
    ['__proto__=1', [['__proto__', '1']]],
  ])('%j', (text, pairs) => {
    expect([...readForm(text)!]).toEqual(pairs);
  });

  it.each(['a=%', 'a=%zz', 'a=%E0%A4%A', '%=1', 'a=1&%61=2'])('%j is refused', (text) => {
    expect(readForm(text)).toBeUndefined();
  });
});

describe('a return target', () => {
  it('stays on this origin for every browser, whatever it is', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('/', '\\', '.', ':', '@', '?', '#', '%', '5', 'c', '2', 'f', '\t', '\n', ' ', 'a', '茶'),
    });
    fc.assert(
      fc.property(
        fc.oneof(
          hostile,
          hostile.map((text) => `/${text}`),
          fc.webUrl(),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const target = readReturnTarget(text, []);
          if (target === undefined) return;
          expect(new URL(target, 'https://login.example.com').origin).toBe('https://login.example.com');
          expect(target).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
          // What is kept is read again as itself.
          expect(readReturnTarget(target, [])).toBe(target);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a Cookie header', () => {
  const jar = createCookies('http://127.0.0.1:4015');
  it('never throws, and the first of two cookies with one name stands', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => void jar.read(header)));
    expect(jar.read('session=a; session=b').get('session')).toBe('a');
    expect([...jar.read('=x; ;a; b=1=2 ')]).toEqual([['b', '1=2']]);
    expect(jar.read('__proto__=1').get('__proto__')).toBe('1');
  });
});

describe('a reference', () => {
  it('has its shape for all random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), (bytes) => {
        expect(newReference({ bytes: () => bytes })).toMatch(referenceShape);
      }),
    );
  });
});
