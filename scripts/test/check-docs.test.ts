import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkDocs } from '../check-docs.ts';

let root: string;
const write = (name: string, text: string) => writeFileSync(join(root, name), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'docs-'));
  mkdirSync(join(root, 'decisions'));
  write('README.md', '# Name\n\n## Start\n\n[zh](README.zh-CN.md) [start](#start)\n\n```sh\n# no heading\n```\n');
  write('README.zh-CN.md', '# 名\n\n## 开始\n\n[en](README.md#start) [开始](#开始)\n\n```sh\n# 注释\n```\n');
});
afterEach(() => rmSync(root, { recursive: true }));

it('finds nothing in documents that agree', () => {
  expect(checkDocs(root)).toEqual([]);
});

it('reports a link to a file that is not there, also from decisions/', () => {
  write('decisions/0001.md', '[arrows](../ARCHITECTURE.md)');
  expect(checkDocs(root)).toEqual(['decisions/0001.md: ../ARCHITECTURE.md does not exist']);
});

it('reports an anchor that no heading has', () => {
  write('SECURITY.md', '[x](README.md#stop)');
  expect(checkDocs(root)).toEqual(['SECURITY.md: README.md#stop names no heading']);
});

it('takes no brackets of a code block for a link', () => {
  write('SECURITY.md', '```\n[x](nowhere.md)\n```\n');
  expect(checkDocs(root)).toEqual([]);
});

it('reports a heading that one language lacks', () => {
  write('README.md', '# Name\n\n## Start\n\n## More\n\n```sh\nx\n```\n');
  expect(checkDocs(root)).toEqual(['README.zh-CN.md: its headings (1 2) differ from README.md (1 2 2)']);
});

it('reports a code block that one language lacks', () => {
  write('README.zh-CN.md', '# 名\n\n## 开始\n');
  write('README.md', '# Name\n\n## Start\n\n```sh\nx\n```\n');
  expect(checkDocs(root)).toEqual(['README.zh-CN.md: has 0 code blocks, README.md 1']);
});
