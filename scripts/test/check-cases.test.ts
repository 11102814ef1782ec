import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkCases } from '../check-cases.ts';

function repository(cases: string, test: string): string {
  const root = mkdtempSync(join(tmpdir(), 'mingpian-cases-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'packages/one/test');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(root, 'packages/two'));
  writeFileSync(join(folder, 'cases.tsv'), `id\tarea\tinput\texpect\n${cases}\n`);
  writeFileSync(join(folder, 'a.test.ts'), test);
  return root;
}

const row = (id: string) => `${id}\tarea\tinput\texpect`;

it.each([
  ['every case has its test', [row('AB-01'), row('AB-02')], `it('AB-01 x'); it.each([["AB-02 y"]])`, []],
  ['one has none', [row('AB-01'), row('AB-02')], `it('AB-01 x')`, ['no title of a test names AB-02']],
  ['a comment is no test', [row('AB-01')], '// AB-01\nit()', ['no title of a test names AB-01']],
  ['a row twice', [row('AB-01'), row('AB-01')], `it('AB-01')`, ['AB-01 stands there twice']],
  ['a row with a hole', ['AB-01\tarea\t\texpect'], `it('AB-01')`, ['AB-01\tarea\t\texpect is no case']],
])('%s', (_, cases, test, problems) => {
  const expected = problems.map((problem) => `packages/one/test/cases.tsv: ${problem}`);
  expect(checkCases(repository(cases.join('\n'), test))).toEqual(expected);
});

it('this repository has a test for every case', () => {
  expect(checkCases(resolve(import.meta.dirname, '../..'))).toEqual([]);
});
