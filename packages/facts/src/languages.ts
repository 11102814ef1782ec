import type { Fact } from './fact.ts';

/** Accepted values of `lang`. It chose the language of country, province and city; without effect since those are blank. */
export const languages = [
  { value: 'zh_CN', source: ['SNS-UI', 'UI'], grade: 'documented' },
  { value: 'zh_TW', source: ['SNS-UI', 'UI'], grade: 'documented' },
  { value: 'en', source: ['SNS-UI', 'UI'], grade: 'documented' },
] as const satisfies readonly Fact<string>[];

export type Language = (typeof languages)[number]['value'];

export const defaultLanguage = {
  value: 'zh_CN',
  source: 'SNS-UI',
  grade: 'documented',
} as const satisfies Fact<Language>;

/** The QR login page has its own pair. */
export const websiteLoginLanguages = [
  { value: 'cn', source: 'WEB-LOGIN', grade: 'documented' },
  { value: 'en', source: 'WEB-LOGIN', grade: 'documented' },
] as const satisfies readonly Fact<string>[];

/** A name in place of the code, seen in `language` in 2014. */
export const languageName = {
  value: '简体中文',
  source: 'ARTICLE',
  grade: 'observed',
  until: '2021-10-21',
} as const satisfies Fact<string>;
