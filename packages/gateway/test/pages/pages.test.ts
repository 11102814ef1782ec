/** What holds for every page, in both languages. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Html } from '../../src/pages/html.ts';
import { languageOf } from '../../src/pages/language.ts';
import * as look from '../../src/pages/look.ts';
import { en } from '../../src/pages/texts/en.ts';
import { zh } from '../../src/pages/texts/zh.ts';
import { problemCodes, samples } from './samples.ts';

const pages = Object.entries(samples).flatMap(([name, render]) =>
  (['zh', 'en'] as const).map((language) => [name, language, render(language)] as const),
);
const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const part = (body: string, tag: string) => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(body)?.[1];

describe.each(pages)('%s in %s', (_name, language, { body, policy }) => {
  it('stays under 15 kB', () => {
    expect(Buffer.byteLength(body)).toBeLessThan(15_000);
  });

  it('names its language, and has one h1 in one main', () => {
    expect(body).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"`);
    expect(body.match(/<h1[ >]/g)).toHaveLength(1);
    expect(body.match(/<main[ >]/g)).toHaveLength(1);
  });

  it('HTP-11 its policy lets in its own style and script by hash, and no frame', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src ${hash(part(body, 'style')!)}`);
    const script = part(body, 'script');
    if (script === undefined) expect(policy).not.toContain('script-src');
    else expect(policy).toContain(`script-src ${hash(script)}`);
    expect(policy).toContain("base-uri 'none'; frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  });

  it('loads nothing from elsewhere but pictures of WeChat', () => {
    const loads = [...body.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, address]) => address!);
    for (const address of loads) expect(address).toMatch(/^(?:\/(?!\/)|https:\/\/thirdwx\.qlogo\.cn\/)/);
    expect(body).not.toMatch(/ style="| on[a-z]+="|<link|@import|url\(/);
  });

  it('every control has a name', () => {
    for (const [, attributes, text] of body.matchAll(/<(?:a|button)\b([^>]*)>(.*?)<\/(?:a|button)>/gs)) {
      expect(`${text}${attributes}`).toMatch(/[^<>\s]/);
      expect(text!.replace(/<[^>]*>/g, '').trim()).not.toBe('');
    }
    for (const [picture] of body.matchAll(/<img[^>]*>/g)) expect(picture).toContain('alt=""');
  });

  it('holds nothing undefined, and marks Chinese on an English page', () => {
    expect(body).not.toMatch(/undefined|\[object|NaN/);
    if (language === 'en') expect(body).not.toMatch(/[^">]使用完整服务/);
  });
});

describe('the look', () => {
  const pieces = Object.entries<unknown>(look).flatMap(([name, css]) =>
    typeof css === 'string' ? [[name, css] as const] : [],
  );

  it('every class of the style sheets stands on some page', () => {
    const used = new Set(
      pages.flatMap(([, , { body }]) =>
        [...body.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names!.split(' ')),
      ),
    );
    const styled = new Set(
      pieces.flatMap(([, css]) =>
        [...css.replace(/\{[^{}]*\}/g, '{}').matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!),
      ),
    );
    expect([...styled].filter((name) => !used.has(name) && !/^c\d$/.test(name))).toEqual([]);
  });

  it('light and dark define the same tokens', () => {
    const names = (text: string) => [...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name);
    const [light, dark] = look.frame
      .split('@media (prefers-color-scheme: dark)')
      .map((text) => text.split('--sans')[0]!);
    expect(names(dark!.split('}')[0]!)).toEqual(names(light!));
  });

  it('every token in use is defined', () => {
    const all = pieces.map(([, css]) => css).join('');
    const defined = new Set([...all.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
    for (const [, name] of all.matchAll(/var\((--[\w-]+)\)/g)) expect(defined).toContain(name);
  });
});

describe('the words', () => {
  /** Paths of all texts, with how many things each is told. */
  function shape(value: unknown, path = ''): string[] {
    if (typeof value === 'string' || value instanceof Html) return [`${path} text`];
    if (typeof value === 'function') return [`${path} (${value.length})`];
    return Object.entries(value as object).flatMap(([name, entry]) => shape(entry, `${path}.${name}`));
  }

  it('Chinese and English have the same texts', () => {
    expect(shape(en)).toEqual(shape(zh));
  });

  it('every problem has its words', () => {
    expect(Object.keys(zh.problems).sort()).toEqual([...problemCodes].sort());
  });

  it('no exclamation marks, no 您, no curly quotes in English', () => {
    const texts = (value: unknown): string[] =>
      typeof value === 'string' || value instanceof Html
        ? [String(value)]
        : typeof value === 'function'
          ? [String(value('x', 'y', 'z'))]
          : Object.values(value as object).flatMap(texts);
    expect(texts(zh).join('')).not.toMatch(/[您！!]/);
    expect(texts({ ...en, day: '', month: '' }).join('')).not.toMatch(/[!“”‘’]/);
  });
});

describe('the language of a visitor', () => {
  it.each([
    [{}, 'zh'],
    [{ acceptLanguage: 'en-GB,en;q=0.9' }, 'en'],
    [{ acceptLanguage: 'fr, en;q=0.2, zh-TW;q=0.8' }, 'zh'],
    [{ acceptLanguage: 'en;q=0, zh;q=0.1' }, 'zh'],
    [{ acceptLanguage: 'de' }, 'zh'],
    [{ acceptLanguage: ';;q=,,' }, 'zh'],
    [{ acceptLanguage: 'en', remembered: 'zh' }, 'zh'],
    [{ acceptLanguage: 'en', remembered: 'xx' }, 'en'],
    [{ chosen: 'en', remembered: 'zh' }, 'en'],
    [{ chosen: 'fr-CA zh_CN en' }, 'zh'],
    [{ chosen: '<script>', acceptLanguage: 'en' }, 'en'],
  ])('%j is %s', (wishes, language) => {
    expect(languageOf(wishes)).toBe(language);
  });
});
