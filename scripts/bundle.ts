// A package's code as npm gets it: what is loaded together stands in one file, a part, and every module of the source stays an
// entry, which then only passes on what its part holds. Why, and what it costs: decisions/0015-one-file-for-a-start.md.

import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';

export interface Bundling {
  /** Modules by the name of their part. It takes with them all that they import at once, apart from what a part before it has taken. */
  readonly parts: Readonly<Record<string, string>>;
  /** Packages of others whose code goes in, with all that they need. */
  readonly taken: readonly string[];
  /** What those would only load for features that nothing here uses. */
  readonly unused?: readonly string[];
}

/** As deep in the package as the modules that read a file beside it, so that their paths hold wherever their code goes. */
export const partsFolder = 'dist/parts';

/** Where the licences of the code of others stand. */
export const licencesFile = 'THIRD-PARTY.md';

/**
 * Writes the code of `home/src` to `staging/dist`, and the licences of what was taken beside it. Answers the packages whose code
 * it is now, with their versions.
 */
export async function bundle(
  home: string,
  staging: string,
  { parts, taken, unused = [] }: Bundling,
): Promise<ReadonlyMap<string, string>> {
  const source = join(home, 'src');
  const modules = globSync('**/*.ts', { cwd: source, exclude: ['**/*.d.ts'] }).map((file) => file.replace(/\.ts$/, ''));
  const isOurs = (importer: string | undefined) => importer?.startsWith(`${source}/`) === true;
  const build = await rolldown({
    input: Object.fromEntries(modules.map((name) => [`dist/${name}`, join(source, `${name}.ts`)])),
    platform: 'node',
    external: (id, importer) =>
      isBuiltin(id) ? !isHttp(id) : isOurs(importer) && /^[@\w]/.test(id) && !isPartOf(taken, id) && !isHelper(id),
    plugins: [httpWithoutFacade, without(unused)],
    onLog(level, log, handle) {
      if (level !== 'warn' || isOurs(log.id)) handle(level, log);
    },
  });
  const { output } = await build.write({
    dir: staging,
    entryFileNames: '[name].js',
    chunkFileNames: `${partsFolder}/[name].js`,
    comments: { legal: true, annotation: true, jsdoc: false },
    codeSplitting: {
      groups: Object.entries(parts).map(([name, module], index) => ({
        name,
        test: (id: string) => id === join(source, `${module}.ts`),
        priority: 100 - index,
      })),
    },
  });
  await build.close();
  const folders = foldersOf(output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])));
  if (folders.length > 0) writeFileSync(join(staging, licencesFile), licences(folders));
  return new Map(folders.map((folder) => manifestOf(folder)).map(({ name, version }) => [name, version]));
}

const isPartOf = (packages: readonly string[], id: string) =>
  packages.some((name) => id === name || id.startsWith(`${name}/`));

/** A few lines of the bundler's own, for syntax that it writes anew. */
const isHelper = (id: string) => id.startsWith('@oxc-project/runtime/');

/** A module that refuses in the place of packages that would otherwise fill the part for nothing. */
function without(unused: readonly string[]): Plugin {
  return {
    name: 'unused',
    resolveId: (id) => (unused.includes(id) ? `\0unused:${id}` : undefined),
    load: (id) =>
      id.startsWith('\0unused:') ? `throw new Error('${id.slice(8)} is not part of this package');` : undefined,
  };
}

/**
 * Where `node:http` is imported, Node asks it for all of its names, and three of them load all of Node's own undici: half of the
 * time and a fifth of the memory that a small server takes to start. Taken as a value, it is asked for what is used.
 */
const httpWithoutFacade: Plugin = {
  name: 'http without facade',
  resolveId: (id) => (isHttp(id) ? '\0http' : undefined),
  load: (id) => (id === '\0http' ? "module.exports = process.getBuiltinModule('node:http');" : undefined),
};

const isHttp = (id: string) => /^(node:)?http$/.test(id);

/** Of the packages of others that these files belong to. */
function foldersOf(files: readonly string[]): string[] {
  const folders = files.map((file) => /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

const manifestOf = (folder: string): { name: string; version: string; license?: string } =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

function licences(folders: readonly string[]): string {
  const sections = folders.map((folder) => {
    const { name, version, license } = manifestOf(folder);
    const [file] = globSync('{LICENSE,LICENCE,License,license,COPYING}{,.*,-*}', { cwd: folder });
    if (license === undefined && file === undefined) throw new Error(`${name} says nothing of its licence`);
    const text = file === undefined ? 'It names its licence only.' : readFileSync(join(folder, file), 'utf8').trim();
    return `## ${name} ${version}: ${license}\n\n${text.replace(/^(?=.)/gm, '    ')}\n`;
  });
  return `# Code of others in this package\n\n${sections.join('\n')}`;
}
