/**
 * Proves that every fact of packages/facts is a well-formed row: it names sources that exist, a grade, dates in order, and
 * no two rows of one series hold at the same time.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Module = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

const grades = ['documented', 'observed', 'reported', 'inferred'];

/** The columns that name what a row is about. Rows of one array that agree on them form a series over time. */
const identities = [
  ['capability', 'kind', 'verified'],
  ['endpoint', 'per'],
  ['situation'],
  ['change'],
  ['name'],
  ['code'],
  ['event'],
  ['scope'],
  ['kind'],
  ['type'],
];

const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const isRow = (value: unknown): value is Row => isObject(value) && ('source' in value || 'grade' in value);

function identity(row: Row): string | undefined {
  const columns = identities.find((names) => names.every((name) => name in row));
  return columns?.map((name) => String(row[name])).join(' ');
}

/** What to call a row of a table in a problem: what it is about, or else its place. */
const place = (index: number, row: unknown) => (isObject(row) ? identity(row) : undefined) ?? index;

function dateProblem(text: unknown): string | undefined {
  const match = typeof text === 'string' ? /^(\d{4}-\d{2}-\d{2})\??$/.exec(text) : null;
  if (match === null) return `${JSON.stringify(text)} is not a date`;
  const date = new Date(`${match[1]}T00:00:00Z`);
  const real = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(match[1] as string);
  return real ? undefined : `${text} is not a day of the calendar`;
}

/** Dates compare as text once the mark of an estimate is gone. */
const day = (text: unknown) => String(text).replace('?', '');
const from = (row: Row) => (row.since === undefined ? '0000' : day(row.since));
const to = (row: Row) => (row.until === undefined ? '9999' : day(row.until));

function rowProblems(row: Row, sources: Row): string[] {
  const problems: string[] = [];
  const named = Array.isArray(row.source) ? row.source : [row.source];
  if (row.source === undefined || named.length === 0) problems.push('has no source');
  else for (const key of named) if (!(String(key) in sources)) problems.push(`names the unknown source ${key}`);
  if (!grades.includes(String(row.grade))) problems.push(`has the grade ${row.grade}`);
  for (const column of ['since', 'until']) {
    const problem = row[column] === undefined ? undefined : dateProblem(row[column]);
    if (problem !== undefined) problems.push(`has a bad ${column}: ${problem}`);
  }
  if (row.since !== undefined && row.until !== undefined && from(row) >= to(row))
    problems.push(`ends (${row.until}) before it begins (${row.since})`);
  return problems;
}

/** Rows about one thing follow each other without overlap; a series of values also without a gap. */
function seriesProblems(path: string, rows: readonly Row[]): string[] {
  const problems: string[] = [];
  const dated = rows.some((row) => row.since !== undefined || row.until !== undefined);
  const series = Map.groupBy(rows, (row) => identity(row) ?? (dated ? 'values' : JSON.stringify(row.value)));
  for (const [about, members] of series) {
    const sorted = members.toSorted((a, b) => (from(a) < from(b) ? -1 : 1));
    for (const [index, row] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next === undefined) continue;
      if (to(row) > from(next))
        problems.push(`${path}: the row ${about} from ${from(row)} still holds when the next begins (${from(next)})`);
      else if (to(row) < from(next) && 'value' in row)
        problems.push(`${path}: no row holds between ${to(row)} and ${from(next)}`);
    }
  }
  return problems;
}

function endpointProblems(endpoints: Row): string[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  for (const [name, endpoint] of Object.entries(endpoints) as [string, Row][]) {
    const address = `${endpoint.host} ${endpoint.path}`;
    const other = seen.get(address);
    if (other !== undefined) problems.push(`endpoints.${name} has the same address as endpoints.${other}: ${address}`);
    seen.set(address, name);
  }
  return problems;
}

function textProblems(rows: readonly Row[], texts: Row): string[] {
  const codes = new Set(rows.map((row) => String(row.code)));
  const missing = [...codes].filter((code) => !(code in texts));
  const surplus = Object.keys(texts).filter((code) => !codes.has(code));
  const empty = Object.entries(texts).filter(([, entry]) =>
    ['zh', 'en'].some((language) => {
      const text = (entry as Row)[language] as Row | undefined;
      return !text?.meaning || !text.action;
    }),
  );
  return [
    ...missing.map((code) => `error-texts has nothing for ${code}`),
    ...surplus.map((code) => `error-texts explains ${code}, which is neither an error nor a page`),
    ...empty.map(([code]) => `error-texts says too little about ${code}`),
  ];
}

export interface Inspection {
  readonly rows: number;
  readonly problems: readonly string[];
}

/** Checks modules of facts, keyed by their file name without the ending. */
export function inspectFacts(modules: Readonly<Record<string, Module>>): Inspection {
  const sources = (modules.sources?.sources ?? {}) as Row;
  const used = new Set<string>();
  const problems: string[] = [];
  let rows = 0;

  const visit = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      const table = value.filter(isRow);
      problems.push(...seriesProblems(path, table));
      for (const [index, item] of value.entries()) {
        const at = `${path}[${place(index, item)}]`;
        if (table.length > 0 && !isRow(item)) problems.push(`${at} has neither source nor grade`);
        visit(at, item);
      }
    } else if (isRow(value)) {
      rows += 1;
      for (const key of [value.source].flat()) used.add(String(key));
      problems.push(...rowProblems(value, sources).map((problem) => `${path} ${problem}`));
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) visit(`${path}.${key}`, item);
    }
  };

  for (const [name, module] of Object.entries(modules)) {
    if (name === 'sources' || name === 'error-texts') continue;
    for (const [exported, value] of Object.entries(module)) visit(`${name}.ts ${exported}`, value);
  }

  for (const [key, source] of Object.entries(sources) as [string, Row][]) {
    if (!used.has(key)) problems.push(`sources.ts ${key} backs no fact`);
    if (!source.title || (!source.url && !source.where)) problems.push(`sources.ts ${key} leads nowhere`);
  }
  problems.push(...endpointProblems((modules.endpoints?.endpoints ?? {}) as Row));
  const coded = [modules.errors?.errors, modules.pages?.pages].flatMap((table) => (table ?? []) as Row[]);
  problems.push(...textProblems(coded, (modules['error-texts']?.errorTexts ?? {}) as Row));
  return { rows, problems };
}

/** Every module of packages/facts/src. */
export async function loadFacts(): Promise<Record<string, Module>> {
  const folder = join(import.meta.dirname, '../packages/facts/src');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));
  const loaded = files.map(async (file) => {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Module;
    return [file.replace(/\.ts$/, ''), module] as const;
  });
  return Object.fromEntries(await Promise.all(loaded));
}

/** What is wrong with the facts, one sentence each; empty when all is well. */
export async function checkFacts(): Promise<string[]> {
  return [...inspectFacts(await loadFacts()).problems];
}

if (import.meta.main) {
  const { rows, problems } = inspectFacts(await loadFacts());
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`facts: ${rows} rows checked`);
}
