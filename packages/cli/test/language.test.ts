import { expect, it } from 'vitest';
import { chosenLanguage } from '../src/language.ts';

const choices: [readonly string[], NodeJS.ProcessEnv, string, 'zh' | 'en'][] = [
  [[], {}, 'en-GB', 'en'],
  [[], {}, 'zh-CN', 'zh'],
  [[], { LANG: 'zh_CN.UTF-8' }, 'en-GB', 'zh'],
  [[], { LANG: 'C.UTF-8' }, 'zh-CN', 'en'],
  [[], { LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' }, 'zh-CN', 'en'],
  [['tour', '--lang', 'zh'], { LANG: 'C' }, 'en-GB', 'zh'],
  [['--lang=en', 'tour'], { LANG: 'zh_CN' }, 'zh-CN', 'en'],
  [['simulate', '--', 'cmd', '--lang', 'zh'], {}, 'en-GB', 'en'],
];
it.each(choices)('%j with %j on a %s system speaks %3$s', (args, env, locale, language) => {
  expect(chosenLanguage(args, env, locale)).toBe(language);
});
