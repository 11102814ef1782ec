// Proves the arrows of ARCHITECTURE.md from the source text: which package may import which, and that none reaches into another
// by a relative path. A type import is an import here: a package that needs another's types depends on it.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Which packages of ours each folder under packages/ may import. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  facts: [],
  wechat: ['facts'],
  simulator: ['facts'],
  gateway: ['facts', 'wechat'],
  cli: ['facts', 'wechat', 'simulator', 'gateway'],
  phone: [],
  console: [],
};

const scope = '@mingpian/';

/** Facts are data: they run wherever JavaScript does. */
const withoutBuiltins = new Set(['facts']);

interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly private?: boolean;
}

/** Every violation as one line `file: sentence`; empty when the arrows hold. */
export function checkArrows(root: string): string[] {
  const folders = readdirSync(join(root, 'packages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, 'packages', entry.name, 'package.json')))
    .map((entry) => entry.name)
    .sort();
  return folders.flatMap((folder) => checkPackage(root, folder));
}

function checkPackage(root: string, folder: string): string[] {
  const home = join(root, 'packages', folder);
  const allowed = arrows[folder];
  if (allowed === undefined) return [`packages/${folder}: no arrow is drawn for this package`];
  const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  // A private package is never installed: it is built, and what it uses goes into the bundle.
  const bundled = manifest.private === true ? manifest.devDependencies : {};
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...bundled });

  const problems = dependencies
    .filter((name) => name.startsWith(scope) && !allowed.includes(name.slice(scope.length)))
    .map((name) => `packages/${folder}/package.json: depends on ${name}, which no arrow allows`);

  for (const file of sourceFiles(home)) {
    const place = relative(root, file).split(sep).join('/');
    // Tests may use anything that is installed; the two halves meet there. Only the way into another package's files is closed.
    const isTest = place.startsWith(`packages/${folder}/test/`);
    for (const specifier of importsOf(readFileSync(file, 'utf8'))) {
      const problem = specifier.startsWith('.')
        ? checkRelative(specifier, file, home)
        : isTest
          ? undefined
          : checkBare(specifier, { folder, allowed, dependencies });
      if (problem !== undefined) problems.push(`${place}: ${problem}`);
    }
  }
  return problems;
}

function checkRelative(specifier: string, file: string, home: string): string | undefined {
  const target = resolve(dirname(file), specifier);
  const inside = target.startsWith(home + sep);
  const inPackages = target.startsWith(dirname(home) + sep);
  return !inside && inPackages ? `reaches into another package by ${specifier}` : undefined;
}

function checkBare(
  specifier: string,
  { folder, allowed, dependencies }: { folder: string; allowed: readonly string[]; dependencies: readonly string[] },
): string | undefined {
  if (specifier.startsWith('node:')) {
    return withoutBuiltins.has(folder) ? `imports ${specifier}, but ${folder} runs everywhere` : undefined;
  }
  if (builtinModules.includes(specifier)) return `imports ${specifier} without node:`;
  const parts = specifier.split('/');
  const name = specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
  if (name.startsWith(scope) && !allowed.includes(name.slice(scope.length))) {
    return `imports ${specifier}, which no arrow allows`;
  }
  return dependencies.includes(name) ? undefined : `imports ${specifier}, which its package.json does not name`;
}

function sourceFiles(home: string): string[] {
  return ['bin', 'src', 'test']
    .map((folder) => join(home, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const stringOrComment = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\//g;
const importing = /(?:\bfrom|\bimport|\bimport\s*\(|\brequire\s*\()\s*$/;

/** What a module imports: statically, dynamically, as a type, or by re-export. Comments and other strings do not count. */
function importsOf(text: string): string[] {
  const specifiers: string[] = [];
  let before = '';
  let end = 0;
  for (const { 0: token, index } of text.matchAll(stringOrComment)) {
    before += text.slice(end, index);
    end = index + token.length;
    if (token.startsWith('/')) continue;
    if (!token.startsWith('`') && importing.test(before)) specifiers.push(token.slice(1, -1));
    before = '';
  }
  return specifiers;
}
