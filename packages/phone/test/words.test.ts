import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { actWords } from '../src/rail/act-words.ts';
import { en } from '../src/words/en.ts';
import { rules } from '../src/words/rules.ts';
import { whyInChinese, whys } from '../src/words/whys.ts';
import { zh } from '../src/words/zh.ts';

/** Every path to a sentence; functions are called, so that a sentence made of parts is a sentence too. */
function sentences(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String((value as (...given: unknown[]) => string)(7, 'x'))]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => sentences(inner, `${path}.${key}`));
}

describe('words', () => {
  it('zh and en have the same keys', () => {
    const keys = (words: unknown) => sentences(words).map(([path]) => path);
    expect(keys(en)).toEqual(keys(zh));
    expect(keys(actWords.en)).toEqual(keys(actWords.zh));
  });

  it('every sentence says something', () => {
    for (const [path, text] of [zh, en, rules].flatMap((words) => sentences(words))) {
      expect(text.trim(), path).not.toBe('');
    }
  });

  it('every rule that the simulator names has its sentence, and no other', () => {
    const source = fileURLToPath(new URL('../../simulator/src/', import.meta.url));
    const named = globSync('**/*.ts', { cwd: source }).flatMap((file) =>
      [...readFileSync(source + file, 'utf8').matchAll(/'([A-Z]-\d\d)'/g)].map(([, id = '']) => id),
    );
    expect(Object.keys(rules).sort()).toEqual([...new Set(named)].sort());
    for (const [id, { en: sentence }] of Object.entries(rules)) {
      expect(sentence, id).not.toMatch(/\p{Script=Han}|[“”‘’！]/u);
    }
  });

  it('every finding of the simulator has its Chinese, and no sentence has gone', () => {
    const source = fileURLToPath(new URL('../../simulator/src/', import.meta.url));
    const code = globSync('**/*.ts', { cwd: source }).map((file) => readFileSync(source + file, 'utf8'));
    // What stands in ${…} is a part, and so is a sentence in it.
    const said = code.flatMap((text) =>
      [...text.matchAll(/(?:\.finding\('[a-z-]+', '[A-Z]-\d\d', |\bwhy = )(['`])(.*?)\1/g)].map(
        ([, , why = '']) => why,
      ),
    );
    expect(said.length).toBeGreaterThan(15);
    for (const why of said)
      expect(whyInChinese(why.replaceAll(/\$\{[^}]*\}/g, 'x')) ?? '', why).toMatch(/\p{Script=Han}/u);
    for (const [english, chinese] of whys) {
      const parts = english.split(/\{\}[:;, ()]*/).filter((part) => part.length > 3);
      for (const part of parts)
        expect(
          code.some((text) => text.includes(part.trim())),
          english,
        ).toBe(true);
      expect(chinese.split('{}').length, english).toBe(english.split('{}').length);
    }
    expect(whyInChinese('response_type is not code: desktop clients refuse such a link')).toBe(
      'response_type 不是 code：电脑版微信会拒绝这样的链接',
    );
    expect(whyInChinese('a loopback host with a port: WeChat answers page 10003')).toBe(
      '回调是本机地址，并且用了端口：真实的微信会报 10003',
    );
    expect(whyInChinese('something else')).toBeUndefined();
  });

  // What WeChat itself writes on a button, and the name of the other language, stay as they are.
  const chineseInEnglish = new Set(['.language', '.fullService']);

  it('the English is English, with straight quotes', () => {
    for (const [path, text] of sentences(en)) {
      if (!chineseInEnglish.has(path)) expect(text, path).not.toMatch(/\p{Script=Han}|[“”‘’！]/u);
    }
  });
});
