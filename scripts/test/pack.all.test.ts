/** The packages as a stranger gets them: installed by npm from the tarballs, with what they depend on from the registry. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PackedPackage, packAll, publishedPackages } from '../pack.ts';
import { commandWorks } from './packed/command.ts';
import { installLinters, lintsClean } from './packed/lints.ts';

const root = resolve(import.meta.dirname, '../..');
let out: string;
let application: string;
let packages: PackedPackage[];
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'mingpian-pack-'));
  installLinters();
  packages = await packAll(out);
  application = mkdtempSync(join(tmpdir(), 'mingpian-installed-'));
  writeFileSync(join(application, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const flags = ['--ignore-scripts=false', '--no-audit', '--no-fund', '--loglevel=error'];
  const tarballs = packages.map(({ tarball }) => tarball);
  execFileSync('npm', ['install', ...flags, ...tarballs], { cwd: application, stdio: 'pipe' });
}, 300_000);
afterAll(() => {
  for (const folder of [out, application]) rmSync(folder, { recursive: true, force: true });
});

describe.each(publishedPackages)('the linters of packages on %s', (folder) =>
  lintsClean(() => packages.find((each) => each.folder.endsWith(`/${folder}`)) as PackedPackage));

describe('the command, installed by npm', () => commandWorks(() => application));

it('nothing that came with it has an install script', () => {
  const lock = JSON.parse(readFileSync(join(application, 'package-lock.json'), 'utf8'));
  const withScripts = Object.entries<{ hasInstallScript?: boolean }>(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place);
  expect(withScripts).toEqual([]);
});

it('a program that is checked strictly, the declarations of all packages included, finds its types', () => {
  writeFileSync(
    join(application, 'program.ts'),
    `import { sources } from '@mingpian/facts/sources';
import { startGateway } from '@mingpian/gateway/server';
import { createWorld } from '@mingpian/simulator/world';
import { createWeChat } from '@mingpian/wechat/client';
export const parts = [sources, startGateway, createWorld, createWeChat];
`,
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024'];
  const options = { cwd: application, encoding: 'utf8' } as const;
  expect(execFileSync(process.execPath, [compiler, ...strict, ...types, 'program.ts'], options)).toBe('');
});
