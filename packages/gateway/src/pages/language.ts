/** Which of the two languages a page speaks. */
import { en } from './texts/en.ts';
import { type Texts, zh } from './texts/zh.ts';

export type Language = 'zh' | 'en';

export const texts: Readonly<Record<Language, Texts>> = { zh, en };

/** The value of `lang` on `<html>`. */
export const htmlLanguage = { zh: 'zh-CN', en: 'en' } as const;

export interface LanguageWishes {
  /** `?lang=` or OpenID Connect's `?ui_locales=`: the visitor or the application chose. */
  readonly chosen?: string | undefined;
  readonly remembered?: string | undefined;
  readonly acceptLanguage?: string | undefined;
}

/** The chosen language, else the remembered one, else what the browser prefers; Chinese where nothing is said. */
export function languageOf(wishes: LanguageWishes): Language {
  return (
    firstKnown(wishes.chosen?.split(/[\s,]+/)) ??
    firstKnown([wishes.remembered ?? '']) ??
    preferred(wishes.acceptLanguage) ??
    'zh'
  );
}

/** The language of a `?lang=` that names one of ours. */
export function chosenLanguage(text: string | undefined): Language | undefined {
  return firstKnown(text?.split(/[\s,]+/));
}

function preferred(header: string | undefined): Language | undefined {
  const ranges = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, order) => {
      const [range = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]).find(Boolean);
      return { range, quality: quality === undefined ? 1 : Number(quality), order };
    });
  ranges.sort((a, b) => b.quality - a.quality || a.order - b.order);
  return firstKnown(ranges.filter((entry) => entry.quality > 0).map((entry) => entry.range));
}

function firstKnown(ranges: readonly string[] | undefined): Language | undefined {
  for (const range of ranges ?? []) {
    const primary = range.toLowerCase().split(/[-_]/)[0];
    if (primary === 'zh' || primary === 'en') return primary;
  }
  return undefined;
}
