// Packed packages where a program can import them: in a node_modules of their own, with the packages of others as they are installed
// in this repository. What `npm install` of the tarballs would give, without asking a registry.

import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { PackedPackage } from './pack.ts';

const root = resolve(import.meta.dirname, '..');

export function linkBesideInstalled(folder: string, packages: readonly PackedPackage[]): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '@mingpian'), { recursive: true });
  const others = readdirSync(join(root, 'node_modules')).filter((name) => !/^(\.|@mingpian$|mingpian$)/.test(name));
  for (const name of others) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const each of packages) {
    symlinkSync(each.folder, join(modules, each.name));
    const own = join(root, 'packages', basename(each.folder), 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(each.folder, 'node_modules'));
  }
}
