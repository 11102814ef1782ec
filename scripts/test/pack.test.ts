import { execFileSync } from 'node:child_process';
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PackedPackage, packAll, publishedPackages } from '../pack.ts';

const root = resolve(import.meta.dirname, '../..');
let out: string;
let packages: PackedPackage[];
beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), 'mingpian-pack-'));
  packages = packAll(out);
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

const modules = (folder: string) =>
  globSync('**/*.js', { cwd: join(out, folder, 'dist') })
    .map((file) => file.replace(/\.js$/, ''))
    .sort();

function program(script: string, args: readonly string[], cwd: string): string {
  return execFileSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    maxBuffer: 2 ** 26,
    cwd,
    encoding: 'utf8',
  });
}

describe.each(publishedPackages)('the package %s as npm gets it', (folder) => {
  const packed = () => {
    const found = packages.find((each) => each.folder.endsWith(`/${folder}`));
    if (found === undefined) throw new Error(`${folder} was not packed`);
    return found;
  };

  it('publint finds nothing', () => {
    expect(program('publint/src/cli.js', ['--strict', '.'], packed().folder)).toContain('All good!');
  });

  it('Are the types wrong? No, of no module', () => {
    const args = [packed().tarball, '--profile', 'esm-only', '--format', 'json', '--entrypoints', ...modules(folder)];
    // It ends with 1 if there is a problem beyond those of CommonJS, which the profile leaves out.
    const { analysis } = JSON.parse(program('@arethetypeswrong/cli/dist/index.js', args, packed().folder));
    expect(Object.keys(analysis.entrypoints)).toHaveLength(modules(folder).length);
  });

  it('has no test, no source, no file of the workplace', () => {
    const files = globSync('**/*', { cwd: packed().folder, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name);
    expect(files.filter((name) => !/\.(js|d\.ts)$/.test(name)).sort()).toEqual(
      ['LICENSE', 'README.md', 'README.zh-CN.md', 'package.json'].sort(),
    );
  });
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
    expect(await weigh(modules('wechat').filter((name) => !isAdapter(name)))).toBeLessThan(25_000);
  });

  it.each([
    ['client', 12_000],
    ['push-receiver', 9_000],
    ['login-handler', 7_000],
  ])('%s alone stays below %i bytes', async (name, most) => {
    expect(await weigh([name])).toBeLessThan(most);
  });
});
