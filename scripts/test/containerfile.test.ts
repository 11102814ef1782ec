/** What must hold of the image, read from its definition: nothing here can build one. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'deploy/Containerfile'), 'utf8');
const instructions = text
  .replace(/^\s*#.*$/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => /^(\S+)\s+(.*)$/.exec(line)?.slice(1) as [string, string]);
const all = (name: string) => instructions.filter(([each]) => each === name).map(([, rest]) => rest);
const last = instructions.findLastIndex(([name]) => name === 'FROM');
const image = instructions.slice(last);

it('uses known instructions only, and no ADD', () => {
  const known = [
    'FROM',
    'WORKDIR',
    'COPY',
    'RUN',
    'ENV',
    'USER',
    'VOLUME',
    'EXPOSE',
    'STOPSIGNAL',
    'HEALTHCHECK',
    'ENTRYPOINT',
    'CMD',
  ];
  for (const [name] of instructions) expect(known).toContain(name);
});

it('stands on one exact version of Node, the one that the tests run on', () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  for (const from of all('FROM')) expect(from).toContain(`node:${devDependencies.node}-`);
});

it('runs as a user without rights, by a program without a shell, and says when it is ready', () => {
  const order = image.map(([name]) => name);
  expect(order.indexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'));
  expect(all('USER')).toEqual(['node']);
  for (const form of [...all('ENTRYPOINT'), ...all('CMD')]) expect(JSON.parse(form)).toBeInstanceOf(Array);
  expect(all('HEALTHCHECK').join()).toContain('/readyz');
});

it('holds no secret, and installs by the lock file without running scripts of others', () => {
  expect(all('ENV')).toEqual(['NODE_ENV=production']);
  for (const run of all('RUN').filter((each) => each.includes('npm ')))
    expect(run).toMatch(/npm ci .*--ignore-scripts/);
});

it('SIM-04 copies exactly the packages that the entry reaches, and no simulator is among them', () => {
  const [, entry = ''] = JSON.parse(all('ENTRYPOINT')[0] as string) as string[];
  const source = entry.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
  const reached = packagesFrom(join(root, source));
  const copied = image
    .flatMap(([name, rest]) => (name === 'COPY' ? [/packages\/(\w+) /.exec(rest)?.[1]] : []))
    .filter(Boolean);
  expect(copied.toSorted()).toEqual([...reached].toSorted());
  expect(reached).not.toContain('simulator');
});

/** The packages of ours that a module reaches, by its imports and theirs. */
function packagesFrom(entry: string): Set<string> {
  const seen = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file) || !existsSync(file)) continue;
    seen.add(file);
    for (const [, , specifier = ''] of readFileSync(file, 'utf8').matchAll(/(from|import\()\s*'([^']+)'/g)) {
      const ours = /^@mingpian\/([^/]+)\/(.+)$/.exec(specifier);
      if (ours) open.push(join(root, 'packages', ours[1] as string, 'src', `${ours[2]}.ts`));
      else if (specifier.startsWith('.')) open.push(resolve(dirname(file), specifier));
    }
  }
  return new Set([...seen].map((file) => file.slice(root.length).split('/')[2] as string));
}
