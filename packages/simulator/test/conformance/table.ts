/** The conformance table of this package, and where its rows are tested. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../../..');
export const tableFile = 'packages/simulator/conformance.tsv';

export interface ConformanceRow {
  readonly id: string;
  readonly area: string;
  readonly given: string;
  readonly request: string;
  readonly expect: string;
  /** D documented, O observed, R reported, I inferred, S of this simulator; several for several parts. */
  readonly grade: readonly string[];
  readonly since: string;
  readonly until: string;
  readonly source: string;
}

export function readTable(): ConformanceRow[] {
  const [head = '', ...lines] = read(tableFile).trimEnd().split('\n');
  const columns = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    if (cells.length !== columns.length) throw new TypeError(`${tableFile}: ${cells[0]} has ${cells.length} columns`);
    const row = Object.fromEntries(columns.map((column, index) => [column, cells[index]]));
    return { ...row, grade: row.grade?.split(',') } as unknown as ConformanceRow;
  });
}

/** Ids with which the title of a test begins: `'S-06 second use'`, `'M-08 M-13 menu'`. */
const titleStart = /['"`]((?:[A-Z]-\d\d,? (?:and )?)+)/g;

/** The rows that some test of the repository names in its title. */
export function testedRows(): Set<string> {
  const files = globSync(['packages/*/test/**/*.test.ts', 'e2e/**/*.test.ts', 'examples/**/*.test.ts'], { cwd: root });
  const titles = files.flatMap((file) => [...read(file).matchAll(titleStart)].map(([, ids = '']) => ids));
  return new Set(titles.flatMap((ids) => ids.match(/[A-Z]-\d\d/g) ?? []));
}

/** The rows that the simulator's own code gives as the reason of an outcome. */
export function namedRows(): Set<string> {
  const files = globSync('packages/simulator/src/**/*.ts', { cwd: root });
  return new Set(files.flatMap((file) => [...read(file).matchAll(/'([A-Z]-\d\d)'/g)].map(([, id = '']) => id)));
}

function read(file: string): string {
  return readFileSync(resolve(root, file), 'utf8');
}
