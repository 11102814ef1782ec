// What npm gets: compiles a package, adds what it reads at run time, writes the package.json that is published, and packs them.
// Nothing is written beside the source. `node scripts/pack.ts [folder [package …]]` packs into dist/packages and prints the
// paths of the tarballs. Inside node_modules no Node strips types, so nothing of this can run from its source.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Bundling, bundle, licencesFile } from './bundle.ts';

const root = resolve(import.meta.dirname, '..');

/** In the order of the arrows: each is compiled against the declarations of those before it. */
export const publishedPackages = ['facts', 'wechat', 'simulator', 'gateway', 'cli'] as const;

type PublishedPackage = (typeof publishedPackages)[number];

/** What of a package is loaded together. Facts are data, and a program that needs one of their modules needs little of the others. */
const bundling: Readonly<Record<PublishedPackage, Bundling>> = {
  facts: { parts: {}, taken: [] },
  wechat: { parts: { client: 'client', pushes: 'node-handler' }, taken: [] },
  simulator: {
    parts: { simulator: 'server' },
    taken: ['@hono/node-server', 'hono', 'yaml', 'zod'],
  },
  gateway: {
    parts: { configuration: 'config', opening: 'opening', server: 'server' },
    taken: ['@opentelemetry/api', 'fastify', 'kysely', 'pino', 'prom-client', 'yaml', 'zod'],
    // For routes with schemas, and for requests without a port.
    unused: ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'],
  },
  cli: {
    parts: { command: 'run', trial: 'trial/trial', tour: 'tour/tour' },
    taken: ['commander'],
  },
};

/** Pages that are packages of their own in the repository, and a folder of files in the package that serves them. */
const pages: Partial<Record<PublishedPackage, string>> = { simulator: 'phone' };

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
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Packs these packages, all by default; a package comes with those that it depends on. */
export async function packAll(
  out: string,
  wanted: readonly PublishedPackage[] = publishedPackages,
): Promise<PackedPackage[]> {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const folders: string[] = [];
  for (const folder of wanted) folders.push(await stage(folder, out));
  const said = run('npm', ['pack', '--json', '--silent', '--pack-destination', out, ...folders], out);
  const packed: { name: string; filename: string }[] = JSON.parse(said);
  return packed.map(({ name, filename }, i) => ({ name, folder: folders[i] as string, tarball: join(out, filename) }));
}

/** Writes what the tarball will contain, and gives its folder. */
async function stage(folder: PublishedPackage, out: string): Promise<string> {
  const home = join(root, 'packages', folder);
  const staging = join(out, folder);
  const manifest: Manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  mkdirSync(staging);
  declare(home, staging, out);
  const inside = await bundle(home, staging, bundling[folder]);
  copyAssets(home, staging);
  const page = pages[folder];
  if (page !== undefined) copyPage(page, staging);
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(publishedManifest(manifest, inside), null, 2)}\n`);
  for (const file of manifest.files) {
    if (existsSync(join(staging, file))) continue;
    const source = [join(home, file), join(root, file)].find((path) => existsSync(path));
    if (source === undefined) throw new Error(`${manifest.name} has no ${file}`);
    cpSync(source, join(staging, file), { recursive: true });
  }
  return staging;
}

/** Writes the declarations; the code is the bundler's. */
function declare(home: string, staging: string, out: string): void {
  const config = join(staging, 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
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
  // The compiler leaves ./x.ts as it is.
  for (const file of globSync('dist/**/*.d.ts', { cwd: staging })) {
    const path = join(staging, file);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/((?:from|import\()\s*['"]\.{1,2}\/[^'"]+)\.ts(['"])/g, '$1.js$2'));
  }
}

/** Style sheets and whatever else the modules read from beside themselves. */
function copyAssets(home: string, staging: string): void {
  for (const file of globSync('**/*', { cwd: join(home, 'src'), withFileTypes: true })) {
    const source = join(file.parentPath, file.name);
    if (!file.isFile() || file.name.endsWith('.ts')) continue;
    cpSync(source, join(staging, 'dist', relative(join(home, 'src'), source)));
  }
}

function copyPage(page: string, staging: string): void {
  const built = join(root, 'packages', page, 'dist');
  if (!existsSync(join(built, 'index.html')))
    throw new Error(`packages/${page} is not built: npm run build -w packages/${page}`);
  cpSync(built, join(staging, page), { recursive: true });
}

/**
 * Without what only development needs, and with exports that lead to what was compiled. Packages whose code is inside are still
 * named, for their types and for whoever looks for reported holes, in exactly the version that is inside.
 */
function publishedManifest(
  { devDependencies: _, scripts: __, private: ___, exports, dependencies, files, ...rest }: Manifest,
  inside: ReadonlyMap<string, string>,
): object {
  const compiled = (source: string, extension: string) =>
    source.replace(/^\.\/src\//, './dist/').replace(/\.ts$/, extension);
  const published = Object.entries(exports).map(([name, source]) => [
    name,
    { types: compiled(source, '.d.ts'), default: compiled(source, '.js') },
  ]);
  const needed = Object.entries(dependencies).map(([name, range]) => [name, inside.get(name) ?? range]);
  return {
    ...rest,
    files: inside.size === 0 ? files : [...files, licencesFile],
    sideEffects: false,
    exports: { ...Object.fromEntries(published), './parts/*': null, './package.json': './package.json' },
    dependencies: Object.fromEntries(needed),
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
  const [out = join(root, 'dist/packages'), ...names] = process.argv.slice(2);
  const wanted = publishedPackages.filter((name) => names.length === 0 || names.includes(name));
  for (const { tarball } of await packAll(resolve(out), wanted)) console.log(tarball);
}
