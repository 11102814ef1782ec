import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkArrows } from '../check-arrows.ts';

let root: string;

const plant = (path: string, text: string) => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const plantPackage = (folder: string, ...dependencies: string[]) =>
  plant(
    `packages/${folder}/package.json`,
    JSON.stringify({ dependencies: Object.fromEntries(dependencies.map((name) => [name, '0.1.0'])) }),
  );

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'arrows-'));
  plantPackage('facts');
  plantPackage('wechat', '@mingpian/facts', 'undici');
  plantPackage('simulator', '@mingpian/facts', 'hono');
  plantPackage('gateway', '@mingpian/facts', '@mingpian/wechat', 'pg');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('what the arrows allow', () => {
  const allowed: [string, string, string][] = [
    ['own files', 'packages/wechat/src/a.ts', `import { b } from './deep/b.ts';`],
    ['a package below', 'packages/gateway/src/a.ts', `import type { Push } from '@mingpian/wechat/push';`],
    ['a declared dependency', 'packages/wechat/src/a.ts', `const { Pool } = await import('undici');`],
    ['builtins by their prefix', 'packages/wechat/src/a.ts', `import { join } from 'node:path';`],
    ['anything in a comment', 'packages/wechat/src/a.ts', `/** import { x } from '@mingpian/simulator/world'; */`],
    [
      'the other half in a test',
      'packages/wechat/test/a.ts',
      `import { createWorld } from '@mingpian/simulator/world';`,
    ],
    ['a string that reads like an import', 'packages/wechat/src/a.ts', `type Side = 'from' | 'to';`],
    ['an import after a comment sign in a string', 'packages/wechat/src/a.ts', `const all = '/wechat/*';`],
  ];
  it.each(allowed)('%s', (_, path, text) => {
    plant(path, text);
    expect(checkArrows(root)).toEqual([]);
  });
});

describe('what the arrows forbid', () => {
  const forbidden: [string, string, string, RegExp][] = [
    ['facts import a package', 'packages/facts/src/a.ts', `import 'undici';`, /does not name/],
    ['facts import Node', 'packages/facts/src/a.ts', `import { join } from 'node:path';`, /runs everywhere/],
    [
      'the SDK imports the simulator',
      'packages/wechat/src/a.ts',
      `import { w } from '@mingpian/simulator/world';`,
      /no arrow/,
    ],
    [
      'the simulator imports the SDK',
      'packages/simulator/src/a.ts',
      `export { x } from "@mingpian/wechat/xml-reader";`,
      /no arrow/,
    ],
    [
      'the gateway imports the simulator',
      'packages/gateway/src/a.ts',
      `const s = await import('@mingpian/simulator/server');`,
      /no arrow/,
    ],
    ['a type counts', 'packages/gateway/src/a.ts', `import type { W } from '@mingpian/simulator/world';`, /no arrow/],
    [
      'an import type expression counts',
      'packages/gateway/src/a.ts',
      `let w: import('@mingpian/simulator/world').W;`,
      /no arrow/,
    ],
    ['an undeclared dependency', 'packages/gateway/src/a.ts', `import { Hono } from 'hono';`, /does not name/],
    ['a builtin without its prefix', 'packages/gateway/src/a.ts', `import { join } from 'path';`, /without node:/],
    [
      'a relative way out',
      'packages/gateway/src/a.ts',
      `import { w } from '../../simulator/src/world.ts';`,
      /reaches into/,
    ],
    [
      'a relative way out of a test',
      'packages/wechat/test/a.ts',
      `import { w } from '../../simulator/src/w.ts';`,
      /reaches into/,
    ],
    [
      'a string with a comment sign hides nothing',
      'packages/wechat/src/a.ts',
      `const a = '/*'; import '@mingpian/gateway/a'; /* */`,
      /no arrow/,
    ],
  ];
  it.each(forbidden)('%s', (_, path, text, problem) => {
    plant(path, text);
    const problems = checkArrows(root);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
    expect(problems[0]?.startsWith(`${path}: `)).toBe(true);
  });

  it('a dependency that no arrow allows, even unused', () => {
    plantPackage('gateway', '@mingpian/simulator');
    expect(checkArrows(root)).toEqual([
      'packages/gateway/package.json: depends on @mingpian/simulator, which no arrow allows',
    ]);
  });

  it('a package without a line in the table', () => {
    plantPackage('somewhere');
    expect(checkArrows(root)).toEqual(['packages/somewhere: no arrow is drawn for this package']);
  });
});
