/** World files: a saved world (what `/save` gave) or a seed file, in YAML, JSON, TypeScript or JavaScript. */
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { wordsOf } from '../control/issues.ts';
import { savedState } from '../world/saved.ts';
import type { WorldState } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { populate, SeedMismatch } from './populate.ts';
import { type SeedDocument, seedDocument } from './schema.ts';

/** What is wrong with a file: one problem a line, each with its place. Values of the file are not in it. */
export class WorldFileError extends Error {
  readonly file: string;
  readonly problems: readonly string[];

  constructor(file: string, problems: readonly string[], cause?: unknown) {
    super(problems.map((problem) => `${file}${problem}`).join('\n'), { cause });
    this.name = 'WorldFileError';
    this.file = file;
    this.problems = problems;
  }
}

export type WorldFile =
  | { readonly kind: 'saved'; readonly state: WorldState }
  | {
      readonly kind: 'seed';
      readonly options: { seed?: string | number; profile?: 'local' | 'production'; clock?: number };
      /** Throws WorldFileError when the file asks for what cannot be. */
      populate(world: World): void;
    };

type Path = readonly PropertyKey[];

export async function readWorldFile(file: string): Promise<WorldFile> {
  const { value, place } = await load(file);
  if (typeof value === 'object' && value !== null && 'schema' in value) {
    try {
      return { kind: 'saved', state: savedState(value) };
    } catch (error) {
      throw new WorldFileError(file, [`: ${(error as TypeError).message}`], error);
    }
  }
  const parsed = seedDocument.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${place(issue.path)}${wordsOf(issue)}`);
    throw new WorldFileError(file, problems, parsed.error);
  }
  const { seed, profile, clock } = parsed.data;
  return {
    kind: 'seed',
    options: {
      ...(seed !== undefined && { seed }),
      ...(profile !== undefined && { profile }),
      ...(clock !== undefined && { clock }),
    },
    populate: (world) => populateFrom(file, world, parsed.data, place),
  };
}

function populateFrom(file: string, world: World, seed: SeedDocument, place: (path: Path) => string): void {
  try {
    populate(world, seed);
  } catch (error) {
    if (!(error instanceof SeedMismatch)) throw error;
    throw new WorldFileError(file, [`${place(error.path)}${error.message}`], error);
  }
}

/** The value of a file, and how to name a place in it. */
async function load(file: string): Promise<{ value: unknown; place: (path: Path) => string }> {
  if (/^\.[cm]?[jt]s$/.test(extname(file))) {
    const module = await attempt(file, () => import(pathToFileURL(resolve(file)).href));
    if (module.default === undefined) throw new WorldFileError(file, [': has no default export']);
    return { value: module.default, place: (path) => `: ${dotted(path)}` };
  }
  const text = await attempt(file, () => readFile(file, 'utf8'));
  const lines = new LineCounter();
  // JSON is YAML; saved worlds are large, so JSON goes the quick way first.
  const value = json(text);
  if (value !== undefined)
    return { value, place: (path) => placeIn(parseDocument(text, { lineCounter: lines }), lines, path) };
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error) => `:${lines.linePos(error.pos[0]).line}: ${error.message.split('\n', 1)[0]}`,
    );
    throw new WorldFileError(file, problems);
  }
  return { value: document.toJS() ?? {}, place: (path) => placeIn(document, lines, path) };
}

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ERR_MODULE_NOT_FOUND: 'there is no such file, or it imports one that is not there',
  EISDIR: 'is a folder',
  EACCES: 'may not be read',
};

async function attempt<T>(file: string, task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const words = (code === undefined ? undefined : causes[code]) ?? message;
    throw new WorldFileError(file, [`: ${words}`], error);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `:12: people.0.sex: `, the line where the nearest value stands. */
function placeIn(document: Document, lines: LineCounter, path: Path): string {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = (length === 0 ? document.contents : document.getIn(path.slice(0, length), true)) as
      | { range?: readonly [number, number, number] | null }
      | undefined;
    if (node?.range) return `:${lines.linePos(node.range[0]).line}: ${dotted(path)}`;
  }
  return `: ${dotted(path)}`;
}

function dotted(path: Path): string {
  return path.length === 0 ? '' : `${path.map(String).join('.')}: `;
}
