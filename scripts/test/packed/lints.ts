import { execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import type { PackedPackage } from '../../pack.ts';

const root = resolve(import.meta.dirname, '../../..');

/** What a program can import; parts belong to them. */
export const modulesOf = ({ folder }: PackedPackage) =>
  globSync('**/*.js', { cwd: join(folder, 'dist') })
    .filter((file) => !file.startsWith('parts/'))
    .map((file) => file.replace(/\.js$/, ''))
    .sort();

const linters = join(root, 'scripts/linters');

/** They weigh more than all that they look at, so they are installed when they are first wanted. */
export function installLinters(): void {
  if (existsSync(join(linters, 'node_modules/.package-lock.json'))) return;
  const flags = ['--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['ci', ...flags], { cwd: linters, stdio: 'pipe' });
}

function program(script: string, args: readonly string[], cwd: string): string {
  const command = [join(linters, 'node_modules', script), ...args];
  return execFileSync(process.execPath, command, { cwd, maxBuffer: 2 ** 26, encoding: 'utf8' });
}

/** What the linters of packages say of one. */
export function lintsClean(packed: () => PackedPackage): void {
  it('publint finds nothing', () => {
    expect(program('publint/src/cli.js', ['--strict', '.'], packed().folder)).toContain('All good!');
  });

  it('Are the types wrong? No, of no module', () => {
    const modules = modulesOf(packed());
    const args = [packed().tarball, '--profile', 'esm-only', '--format', 'json', '--entrypoints', ...modules];
    // It ends with 1 if there is a problem beyond those of CommonJS, which the profile leaves out.
    const { analysis } = JSON.parse(program('@arethetypeswrong/cli/dist/index.js', args, packed().folder));
    expect(Object.keys(analysis.entrypoints)).toHaveLength(modules.length);
  }, 60_000);
}
