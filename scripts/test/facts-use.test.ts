/** A fact that nothing uses is a fact that nothing checks: it belongs into a program, a test, or nowhere. */
import { globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const modules = globSync('packages/facts/src/*.ts', { cwd: root });
const users = globSync(['packages/*/{src,test}/**/*.{ts,tsx}', 'e2e/**/*.ts', 'scripts/*.ts'], { cwd: root }).filter(
  (file) => !file.startsWith('packages/facts/') && !file.includes('facts-use'),
);
const used = new Set(users.flatMap((file) => read(file).match(/[A-Za-z_]\w*/g) ?? []));

it('every export of the facts is named outside of them, or by another of their modules', async () => {
  const unused: string[] = [];
  for (const file of modules) {
    const siblings = modules
      .filter((other) => other !== file)
      .map(read)
      .join('\n');
    const names = Object.keys(await import(pathToFileURL(resolve(root, file)).href));
    for (const name of names) {
      if (used.has(name) || new RegExp(`\\b${name}\\b`).test(siblings)) continue;
      unused.push(`${basename(file, '.ts')}.${name}`);
    }
  }
  expect(unused).toEqual([]);
});

it('every dated rule decides something', async () => {
  const { rules } = await import('@mingpian/facts/rules');
  expect(Object.keys(rules).filter((name) => !used.has(name))).toEqual([]);
});
