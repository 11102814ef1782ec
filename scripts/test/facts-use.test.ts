/** A fact that nothing uses is a fact that nothing checks: it belongs into a program, a test, or nowhere. */
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const modules = globSync('packages/facts/src/*.ts', { cwd: root });
const users = globSync(['packages/*/{src,test}/**/*.{ts,tsx}', 'e2e/**/*.ts', 'scripts/*.ts'], { cwd: root })
  .filter((file) => !file.startsWith('packages/facts/'))
  .map(read);

/** `module.export` of every name that somebody takes from the facts, at the head of a file or on demand. */
const importing = /\{([^{}]*)\}(?: from | = await import\()'@mingpian\/facts\/([\w-]+)'/g;
const imported = new Set(
  users.flatMap((text) =>
    [...text.matchAll(importing)].flatMap(([, names = '', module]) =>
      names.split(',').map((name) => `${module}.${/^\s*(?:type )?(\w*)/.exec(name)?.[1]}`),
    ),
  ),
);

it('every export of the facts is taken outside of them, or by another of their modules', async () => {
  const unused: string[] = [];
  for (const file of modules) {
    const module = basename(file, '.ts');
    const siblings = modules.filter((other) => other !== file).map(read);
    for (const name of Object.keys(await import(pathToFileURL(resolve(root, file)).href))) {
      const ofSibling = new RegExp(`import[^;]*\\b${name}\\b[^;]*from '\\./${module}\\.ts'`);
      if (imported.has(`${module}.${name}`) || siblings.some((text) => ofSibling.test(text))) continue;
      unused.push(`${module}.${name}`);
    }
  }
  expect(unused).toEqual([]);
});

/** The console, where this file is asked for, is not simulated: DIVERGENCES.md, row D-03. */
const told = ['verifyFile'];

it('every dated rule decides something', async () => {
  const { rules } = await import('@mingpian/facts/rules');
  const text = users.join('\n');
  const decides = (name: string) => new RegExp(`\\brules\\.${name}\\b|\\b${name}: (?:async )?\\(`).test(text);
  expect(Object.keys(rules).filter((name) => !decides(name))).toEqual(told);
});
