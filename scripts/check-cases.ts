// Proves that every abuse case of a package has a test: the table is packages/NAME/test/cases.tsv, and the id of each row stands in
// the title of a test (or in the table behind it) of that package, or of those that try the parts together.

import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every problem as one line `file: sentence`; empty when all is well. */
export function checkCases(root: string): string[] {
  return readdirSync(join(root, 'packages'))
    .sort()
    .flatMap((folder) => checkTable(root, `packages/${folder}/test`));
}

function checkTable(root: string, tests: string): string[] {
  const table = `${tests}/cases.tsv`;
  if (!existsSync(join(root, table))) return [];
  const [head, ...rows] = readFileSync(join(root, table), 'utf8').trimEnd().split('\n');
  const problems = head === 'id\tarea\tinput\texpect' ? [] : [`${table}: the columns are id, area, input, expect`];
  const together = ['e2e/**/*.test.ts', 'conformance/**/*.test.ts', 'scripts/test/**/*.test.ts'];
  const tested = idsIn(root, [`${tests}/**/*.test.ts`, `${tests}/**/*-contract.ts`, ...together]);
  const seen = new Set<string>();
  for (const row of rows) {
    const [id = '', ...cells] = row.split('\t');
    if (!/^[A-Z]+-\d\d$/.test(id) || cells.length !== 3 || cells.includes(''))
      problems.push(`${table}: ${row} is no case`);
    if (seen.has(id)) problems.push(`${table}: ${id} stands there twice`);
    if (!tested.has(id)) problems.push(`${table}: no title of a test names ${id}`);
    seen.add(id);
  }
  return problems;
}

/** Ids inside quotation marks, so that a comment proves nothing. */
function idsIn(root: string, patterns: string[]): Set<string> {
  const ids = new Set<string>();
  for (const file of globSync(patterns, { cwd: root })) {
    for (const [literal] of readFileSync(join(root, file), 'utf8').matchAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g)) {
      for (const [id] of literal.matchAll(/\b[A-Z]{2,}-\d\d\b/g)) ids.add(id);
    }
  }
  return ids;
}
