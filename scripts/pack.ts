// What npm gets: compiles a package, writes the package.json that is published, and packs both. Nothing is written beside the
// source. `node scripts/pack.ts [folder]` packs into dist/packages and prints the paths of the tarballs.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');

/** In the order of the arrows: each is compiled against the declarations of those before it. */
export const publishedPackages = ['facts', 'wechat'] as const;

export interface PackedPackage {
  readonly name: string;
  /** The staging folder: what the tarball contains. */
  readonly folder: string;
  readonly tarball: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly files: readonly string[];
  readonly [field: string]: unknown;
}

export function packAll(out: string): PackedPackage[] {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  return publishedPackages.map((folder) => pack(folder, out));
}

function pack(folder: string, out: string): PackedPackage {
  const home = join(root, 'packages', folder);
  const staging = join(out, folder);
  const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  mkdirSync(staging);
  compile(home, staging, out);
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  for (const file of manifest.files) {
    const source = [join(home, file), join(root, file)].find((path) => existsSync(path));
    if (file !== 'dist' && source !== undefined) copyFileSync(source, join(staging, file));
  }
  const said = run('npm', ['pack', '--json', '--silent', '--pack-destination', out], staging);
  return { name: manifest.name, folder: staging, tarball: join(out, JSON.parse(said)[0].filename) };
}

function compile(home: string, staging: string, out: string): void {
  const config = join(staging, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    rootDir: join(home, 'src'),
    outDir: join(staging, 'dist'),
    typeRoots: [join(root, 'node_modules/@types')],
    paths: Object.fromEntries(publishedPackages.map((name) => [`@mingpian/${name}/*`, [`${out}/${name}/dist/*.d.ts`]])),
  };
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions,
      include: [join(home, 'src')],
      exclude: [],
    }),
  );
  run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], root);
  rmSync(config);
  // The compiler turns ./x.ts into ./x.js in the code, but not in the declarations.
  for (const file of globSync('dist/**/*.d.ts', { cwd: staging })) {
    const path = join(staging, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
  }
}

/** Without what only development needs, and with exports that lead to what was compiled. */
function publishedManifest({ devDependencies: _, scripts: __, private: ___, exports, ...rest }: Manifest): object {
  const compiled = (source: string, extension: string) =>
    source.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, extension);
  const published = Object.entries(exports).map(([name, source]) => [
    name,
    { types: compiled(source, '.d.ts'), default: compiled(source, '.js') },
  ]);
  return {
    ...rest,
    sideEffects: false,
    exports: { ...Object.fromEntries(published), './package.json': './package.json' },
  };
}

function run(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const { tarball } of packAll(resolve(process.argv[2] ?? join(root, 'dist/packages')))) console.log(tarball);
}
