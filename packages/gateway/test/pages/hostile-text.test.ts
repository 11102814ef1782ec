/** Text of strangers on our pages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shownAvatar } from '../../src/pages/avatar-address.ts';
import { html } from '../../src/pages/html.ts';
import { initialOf, plainName, shortened, shownCodePoints, visibleName } from '../../src/pages/visible-text.ts';

describe('markup', () => {
  it('whatever text is put in, no tag, entity or attribute comes out of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        expect(markup.startsWith('<p title="')).toBe(true);
        expect(markup.slice(10, -4)).not.toMatch(/[<]|"(?!>)|'/);
        expect(markup.match(/</g)).toHaveLength(2);
      }),
    );
  });
});

describe('names', () => {
  it.each([
    ['小明', '小明'],
    ['a\u202eb', 'a<span class="bx">RLO</span>b'],
    ['a\u200bb', 'a<span class="bx">ZWSP</span>b'],
    ['a\u0007b', 'a<span class="bx">U+0007</span>b'],
    ['a\nb', 'a<span class="bx">U+000A</span>b'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['a\u200db', 'a<span class="bx">ZWJ</span>b'],
    ['<b>', '&lt;b&gt;'],
    ['\ud800', '\ufffd'],
    ['🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['x\u{e0041}', 'x<span class="bx">U+E0041</span>'],
  ])('%j', (name, shown) => {
    expect(visibleName(name).markup).toBe(`<bdi>${shown}</bdi>`);
  });

  it.each([shownCodePoints - 1, shownCodePoints, shownCodePoints + 1])('I-24 %i code points', (length) => {
    const { markup } = visibleName('长'.repeat(length));
    expect(markup.includes('…')).toBe(length > shownCodePoints);
    expect(markup.match(/长/g)!.length).toBe(Math.min(length, shownCodePoints));
  });

  it('in a title there is nothing that cannot be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(plainName(name)).not.toMatch(/[\u0000-\u001f\u200b\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it.each([
    ['小明', '明'],
    ['老拒', '拒'],
    ['半盏茶铺', '半'],
    ['"阿<b>喵', '阿'],
    ['emma', 'E'],
    ['🌸🌸', '🌸'],
    ['\u202e\u200b', '·'],
    ['', '·'],
  ])('the letter of %j is %s', (name, letter) => {
    expect(initialOf(name)).toBe(letter);
  });

  it('ids shorten in the middle', () => {
    expect(shortened('oHc5w6Jm3vT1xQ0pAbCdEfGhYk2E')).toBe('oHc5w6Jm…Yk2E');
    expect(shortened('short')).toBe('short');
  });
});

describe('OAC-20 pictures', () => {
  const shown = 'https://thirdwx.qlogo.cn/mmopen/vi_32/abc/132';
  it.each([
    [shown, shown],
    ['http://wx.qlogo.cn/mmopen/abc/0', 'https://wx.qlogo.cn/mmopen/abc/0'],
    ['http://169.254.169.254/latest', undefined],
    ['javascript:alert(1)', undefined],
    ['https://qlogo.cn.evil.example/mmopen/a/0', undefined],
    ['https://evilqlogo.cn/a/0', undefined],
    ['https://user@thirdwx.qlogo.cn/a/0', undefined],
    ['https://thirdwx.qlogo.cn:8443/a/0', undefined],
    [`https://thirdwx.qlogo.cn/${'a'.repeat(4096)}`, undefined],
    ['not an address', undefined],
    [undefined, undefined],
  ])('%s', (address, expected) => {
    expect(shownAvatar(address, undefined)).toBe(expected);
  });

  it('a simulator serves them itself', () => {
    expect(shownAvatar(shown, 'http://127.0.0.1:4014')).toBe('http://127.0.0.1:4014/mmopen/vi_32/abc/132');
    expect(shownAvatar('http://127.0.0.1:4014/_sim/v1', 'http://127.0.0.1:4014')).toBeUndefined();
  });
});
