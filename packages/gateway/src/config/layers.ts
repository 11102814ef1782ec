/** Where values come from: the file, the environment over it, flags over both; and secrets from files of their own. */
import { ConfigError } from './error.ts';
import { logoUrl } from './logo.ts';
import { secretFields } from './schema.ts';

export type Written = string | Written[] | { [name: string]: Written };
type Tree = { [name: string]: Written };

const prefix = 'MINGPIAN_';

/** `MINGPIAN_DATABASE__URL` is `database.url`, `MINGPIAN_ACCOUNTS__0__APP_SECRET` the secret of the first account. */
export function withEnvironment(written: Tree, environment: Readonly<Record<string, string | undefined>>): Tree {
  const result = structuredClone(written);
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(prefix) || value === undefined) continue;
    put(result, pathOf(name), value, name);
  }
  return result;
}

const pathOf = (variable: string): string[] => variable.slice(prefix.length).toLowerCase().split('__');

/** The variable that has the last word on a path, which may also be that of a file. */
export function variableOf(
  path: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  return Object.keys(environment).findLast(
    (name) => name.startsWith(prefix) && environment[name] !== undefined && pathOf(name).join('.') === path.join('.'),
  );
}

/** Flags are named by their path, `listen.port`. */
export function withFlags(written: Tree, flags: Readonly<Record<string, string>>): Tree {
  const result = structuredClone(written);
  for (const [path, value] of Object.entries(flags)) put(result, path.split('.'), value, path);
  return result;
}

function put(tree: Tree, path: readonly string[], value: string, name: string): void {
  let node: Written = tree;
  for (const [depth, key] of path.entries()) {
    if (typeof node === 'string' || key === '' || ['__proto__', 'constructor', 'prototype'].includes(key)) {
      throw new ConfigError(name, 'does not lead to a field of the configuration.');
    }
    const last = depth === path.length - 1;
    if (Array.isArray(node)) {
      const index: number = /^\d{1,3}$/.test(key) ? Number(key) : node.length + 1;
      if (index > node.length) throw new ConfigError(name, 'does not lead to a field of the configuration.');
      if (last) node[index] = value;
      else node = node[index] ??= {};
    } else if (last) node[key] = value;
    else node = node[key] ??= {};
  }
}

/**
 * Replaces `name_file` by `name` with the file's content: a secret without its line end, a logo as a data URL. Two definitions
 * of one thing refuse.
 */
export function withFiles(written: Written, read: (path: string) => Buffer, path: readonly string[] = []): Written {
  if (typeof written === 'string') return written;
  if (Array.isArray(written)) {
    return written.map((entry, index) => withFiles(entry, read, [...path, String(index)]));
  }
  const result: Tree = {};
  for (const [key, value] of Object.entries(written)) {
    const field = [...path, key].join('.');
    const name = key.endsWith('_file') ? key.slice(0, -'_file'.length) : undefined;
    if (name === undefined || !(secretFields.has(name) || name === 'logo')) {
      result[key] = withFiles(value, read, [...path, key]);
      continue;
    }
    if (name in written) throw new ConfigError(field, `defines a secret that ${name} beside it defines too.`);
    if (typeof value !== 'string' || value === '') throw new ConfigError(field, 'must be the path of a file.');
    try {
      const bytes = read(value);
      result[name] = name === 'logo' ? logoUrl(bytes) : bytes.toString('utf8').replace(/\r?\n$/, '');
    } catch {
      throw new ConfigError(field, 'names a file that cannot be read.');
    }
  }
  return result;
}
