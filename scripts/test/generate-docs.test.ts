import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { errorTexts } from '@mingpian/facts/error-texts';
import { errors } from '@mingpian/facts/errors';
import { pages } from '@mingpian/facts/pages';
import { expect, it, onTestFinished } from 'vitest';
import { checkGeneratedDocs, generatedDocs } from '../generate-docs.ts';

const root = resolve(import.meta.dirname, '../..');

it('the pages under docs/wechat are what the facts say', () => {
  expect(checkGeneratedDocs(root)).toEqual([]);
});

it('names a page that was changed by hand, and one that is missing', () => {
  const copy = mkdtempSync(join(tmpdir(), 'mingpian-docs-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(join(root, 'docs'), join(copy, 'docs'), { recursive: true });
  writeFileSync(join(copy, 'docs/wechat/errors.md'), 'by hand');
  rmSync(join(copy, 'docs/wechat/changes.md'));
  expect(checkGeneratedDocs(copy)).toEqual([
    expect.stringContaining('docs/wechat/errors.md'),
    expect.stringContaining('docs/wechat/changes.md'),
  ]);
});

it('catalogue, texts and page of the errors are one set', () => {
  const catalogue = [...errors, ...pages].map((each) => each.code).sort((a, b) => a - b);
  const texts = Object.keys(errorTexts)
    .map(Number)
    .sort((a, b) => a - b);
  const page = generatedDocs().get('docs/wechat/errors.md') ?? '';
  const rows = [...page.matchAll(/^\| (-?\d+) \|/gm)].map((match) => Number(match[1])).sort((a, b) => a - b);
  expect(texts).toEqual(catalogue);
  expect(rows).toEqual(catalogue);
});
