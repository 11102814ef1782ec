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
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'mingpian-pack-'));
  packages = packAll(out);
}, 300_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

const packed = (folder: string) => {
  const found = packages.find((each) => each.folder.endsWith(`/${folder}`));
  if (found === undefined) throw new Error(`${folder} was not packed`);
  return found;
};

/** Beside what is compiled, and what every package has. */
const more: Record<string, readonly string[]> = {
  simulator: ['DIVERGENCES.md', 'conformance.tsv', 'phone/index.html'],
  gateway: ['deploy/mingpian.example.yaml', 'deploy/mingpian.example.zh-CN.yaml'],
  cli: ['bin/mingpian.mjs'],
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

describe('the command, packed, beside the packages of others that are installed here', () => {
  beforeAll(() => linkBesideInstalled(out, packages));
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

  const isAdapter = (name: string) => /^stores\/|-handler$|^login-|^telemetry$|^hints$/.test(name);

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
