import { expect, it } from 'vitest';
import { avatarForms } from '../src/avatars.ts';
import { changes } from '../src/changes.ts';
import { fields } from '../src/fields.ts';
import { limits } from '../src/limits.ts';
import { rules } from '../src/rules.ts';

const told = new Set<string>(changes.map((row) => row.since));

/** The days on which something in these tables begins or ends. */
function boundaries(table: object): string[] {
  const rows = Object.values(table).flat() as { since?: string; until?: string }[];
  return rows.flatMap((row) => [row.since, row.until]).filter((date) => date !== undefined);
}

it.each([
  ['rules', rules],
  ['fields', fields],
  ['limits', limits],
  ['avatars', avatarForms],
])('X-12 every date of %s is told among the changes', (_, table) => {
  expect(boundaries(table).filter((date) => !told.has(date))).toEqual([]);
});

it('the changes are told in order', () => {
  const dates = changes.map((row) => row.since.replace('?', ''));
  expect(dates).toEqual(dates.toSorted());
});
