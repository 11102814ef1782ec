import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { actWords } from '../src/rail/act-words.ts';
import { en } from '../src/words/en.ts';
import { rules } from '../src/words/rules.ts';
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

  // What WeChat itself writes on a button, and the name of the other language, stay as they are.
  const chineseInEnglish = new Set(['.language', '.fullService']);

  it('the English is English, with straight quotes', () => {
    for (const [path, text] of sentences(en)) {
      if (!chineseInEnglish.has(path)) expect(text, path).not.toMatch(/\p{Script=Han}|[“”‘’！]/u);
    }
  });
});
