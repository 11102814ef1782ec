import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkBesideInstalled } from '../beside-installed.ts';
import { type PackedPackage, packAll, publishedPackages } from '../pack.ts';
import { commandWorks } from './packed/command.ts';
import { modulesOf } from './packed/lints.ts';

let out: string;
let packages: PackedPackage[];
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'mingpian-pack-'));
  packages = await packAll(out);
  linkBesideInstalled(out, packages);
}, 300_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

const packed = (folder: string) => {
  const found = packages.find((each) => each.folder.endsWith(`/${folder}`));
  if (found === undefined) throw new Error(`${folder} was not packed`);
  return found;
};

/** Beside what is compiled, and what every package has. */
const more: Record<string, readonly string[]> = {
  simulator: ['DIVERGENCES.md', 'THIRD-PARTY.md', 'conformance.tsv', 'phone/index.html'],
  gateway: ['THIRD-PARTY.md', 'deploy/mingpian.example.yaml', 'deploy/mingpian.example.zh-CN.yaml'],
  cli: ['THIRD-PARTY.md', 'bin/mingpian.mjs'],
};

describe.each(publishedPackages)('the package %s as npm gets it', (folder) => {
  it('has no test, no source, no file of the workplace', () => {
    const { folder: home } = packed(folder);
    const files = globSync('**/*', { cwd: home, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(home.length + 1))
      .filter((name) => !/^dist\/.*\.(js|d\.ts)$|^phone\/(assets\/[\w.-]+|favicon\.svg)$/.test(name));
    const expected = ['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json', ...(more[folder] ?? [])];
    expect(files.sort()).toEqual(expected.sort());
  });

  it('runs no script when it is installed, and names no folder of this repository', () => {
    const manifest = JSON.parse(readFileSync(join(packed(folder).folder, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('scripts');
    expect(JSON.stringify(manifest)).not.toMatch(/\/src\/|workspace:|file:|link:/);
  });
});

describe('what a start reads', () => {
  /** The files that these modules load at once, each as `package/path`. */
  function loadedBy(...modules: readonly string[]): string[] {
    const program = `import { registerHooks } from 'node:module';
      registerHooks({ load: (url, context, next) => (url.startsWith('file:') && console.log(url), next(url, context)) });
      for (const name of ${JSON.stringify(modules)}) await import(name);`;
    const options = { cwd: out, env: { PATH: process.env.PATH }, encoding: 'utf8' } as const;
    return execFileSync(process.execPath, ['--input-type=module', '-e', program], options).trim().split('\n');
  }
  const isOurs = (url: string) => publishedPackages.some((folder) => url.startsWith(`file://${out}/${folder}/`));

  it('client and webhook of the SDK: fewer than fifteen files', () => {
    expect(loadedBy('@mingpian/wechat/client', '@mingpian/wechat/node-handler').length).toBeLessThan(15);
  });

  it('the gateway: no file of others, as long as neither PostgreSQL nor a picture of a code is wanted', () => {
    const files = loadedBy('@mingpian/gateway/config', '@mingpian/gateway/server');
    expect(files.filter((url) => !isOurs(url))).toEqual([]);
    expect(files.length).toBeLessThan(50);
  });

  it('the help of the command: nothing but the command', () => {
    expect(loadedBy('mingpian/run').filter((url) => !url.includes('/cli/dist/'))).toEqual([]);
  });
});

it('code of others comes with its licence, and its package is named in just that version', () => {
  for (const folder of ['simulator', 'gateway', 'cli']) {
    const home = packed(folder).folder;
    const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    const licences = readFileSync(join(home, 'THIRD-PARTY.md'), 'utf8');
    const inside = [...licences.matchAll(/^## (\S+) ([\d.]+): (.+)$/gm)].map(([, ...each]) => each);
    expect(inside.length).toBeGreaterThan(0);
    for (const [name = '', version, licence] of inside) {
      expect(dependencies[name] ?? version).toBe(version);
      expect(licence).toMatch(/^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0)$/);
    }
  }
});

describe('the command, packed, beside the packages of others that are installed here', () => {
  commandWorks(() => out);
});

describe('what it weighs, minified and gzipped, without facts and undici', () => {
  /** Bytes of everything that is loaded at once; parts that are loaded on demand do not count. */
  async function weigh(names: readonly string[]): Promise<number> {
    const entry = join(out, 'entry.js');
    writeFileSync(entry, names.map((name, i) => `export * as m${i} from './wechat/dist/${name}.js';`).join('\n'));
    const bundle = await rolldown({ input: entry, external: [/^@mingpian\/facts\//, 'undici', /^node:/] });
    const { output } = await bundle.generate({ minify: true });
    await bundle.close();
    return gzipSync(output[0].code, { level: 9 }).length;
  }

  const isAdapter = (name: string) => /^stores\/|-handler$|^login-|^node-login$|^telemetry$|^hints$/.test(name);

  it('the SDK without adapters stays below 25 kB', async () => {
    expect(await weigh(modulesOf(packed('wechat')).filter((name) => !isAdapter(name)))).toBeLessThan(25_000);
  });

  it.each([
    ['client', 12_000],
    ['push-receiver', 9_000],
    ['login-handler', 7_000],
  ])('%s alone stays below %i bytes', async (name, most) => {
    expect(await weigh([name])).toBeLessThan(most);
  });
});
