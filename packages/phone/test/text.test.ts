import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { menuOf, menuText } from '../src/console/menu-text.ts';
import { readEvent } from '../src/control/stream.ts';
import { beginningOf, plainText, textParts } from '../src/text.tsx';
import { countdown, ledgerTime } from '../src/times.ts';
import { en } from '../src/words/en.ts';
import { zh } from '../src/words/zh.ts';

describe('texts of strangers', () => {
  it.each([
    ['plain', [{ text: 'plain' }]],
    [
      'a <a href="http://x.test/?a=1&amp;b=2">link</a>.',
      [{ text: 'a ' }, { text: 'link', url: 'http://x.test/?a=1&b=2' }, { text: '.' }],
    ],
    ["<a href='https://x.test'>q</a>", [{ text: 'q', url: 'https://x.test' }]],
    [
      'see http://x.test/a，then',
      [{ text: 'see ' }, { text: 'http://x.test/a', url: 'http://x.test/a' }, { text: '，then' }],
    ],
    ['<script>alert(1)</script>', [{ text: '<script>alert(1)</script>' }]],
    ['<a href="javascript:alert(1)">x</a>', [{ text: '<a href="javascript:alert(1)">x</a>' }]],
  ])('%s', (text, parts) => {
    expect(textParts(text)).toEqual(parts);
  });

  it('no text is lost, and only http leads anywhere', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const parts = textParts(text);
        for (const { url } of parts) if (url !== undefined) expect(url).toMatch(/^https?:\/\//i);
        if (!text.includes('<a')) expect(parts.map((part) => part.text).join('')).toBe(text);
      }),
    );
  });

  it('what hides in a name is named', () => {
    expect(plainText('a\u202eb\u200fc\u0000')).toBe('a⟨RLO⟩b⟨RLM⟩c⟨U+0000⟩');
    expect(plainText('👩\u200d👧')).toBe('👩\u200d👧');
  });
});

describe('menus as text', () => {
  it('what is written is what is read', () => {
    const menu = {
      button: [
        {
          name: '茶单',
          sub_button: [
            { type: 'view', name: '白茶', url: 'http://x.test/' },
            { type: 'click', name: '红茶', key: 'red' },
          ],
        },
        { type: 'view', name: '我的', url: 'http://x.test/me' },
      ],
    };
    expect(menuOf(menuText(menu))).toEqual(menu);
    expect(menuOf('Only a name')).toEqual({ button: [{ type: 'click', name: 'Only a name', key: 'Only a name' }] });
    expect(menuText(null)).toBe('');
  });
});

describe('the beginning of a long text', () => {
  const family = '👨‍👩‍👧';
  it.each([
    ['between letters', 'abcdef', 'abc…'],
    ['before a sign of many characters', `ab${family}c`, 'ab…'],
    ['before a link', 'ab<a href="http://x.test/">link</a>', 'ab'],
    ['nowhere, if it is short', 'abc', 'abc'],
  ])('ends %s', (_, text, beginning) => {
    const shown = beginningOf(textParts(text), 3);
    expect(shown.map((part) => part.text).join('')).toBe(beginning);
  });
});

describe('events', () => {
  it('are read from their lines', () => {
    expect(readEvent('id: 7\nevent: clock\ndata: {"a":1}')).toEqual([{ type: 'clock', id: 7, data: { a: 1 } }]);
    expect(readEvent(': comment')).toEqual([]);
    expect(readEvent('data: {broken')).toEqual([]);
  });
});

describe('times', () => {
  it.each([
    [-1, '0:00:00', '0:00:00'],
    [6_972_000, '1:56:12', '1:56:12'],
    [2_588_400_000, '29 d 23 h', '29 天 23 小时'],
  ])('%i ms → %s, %s', (ms, english, chinese) => {
    expect(countdown(ms, en.daysLeft)).toBe(english);
    expect(countdown(ms, zh.daysLeft)).toBe(chinese);
  });

  it('the ledger shows the minute, the second and its thousandth', () => {
    expect(ledgerTime('2026-11-22T06:02:07.118Z')).toBe('02:07.118');
  });
});
