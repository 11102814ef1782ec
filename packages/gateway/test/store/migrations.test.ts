/** What a change of the tables must not forget: each table is carried over or dropped by a restore, each ciphertext is known. */

import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { history } from '../../src/store/sql/migrations.ts';
import { droppedNames, portableNames } from '../../src/store/sql/portable.ts';
import { sealedColumns } from '../../src/store/sql/sealed-values.ts';

const database = new DatabaseSync(':memory:');
for (const { statements } of history) database.exec(statements);
const tables = database
  .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
  .all()
  .map(({ name }) => String(name));
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

it('every table is carried over by a backup or dropped by a restore', () => {
  const decided = [...portableNames, ...droppedNames].map(snake);
  expect(decided.toSorted()).toEqual(tables.filter((name) => name !== 'restores').toSorted());
});

it('every column that is named as sealed is among those that a change of the root secret seals anew', () => {
  const sealed = tables.flatMap((table) =>
    database
      .prepare(`PRAGMA table_info(${table})`)
      .all()
      .map(({ name }) => String(name))
      .filter((column) => /(^|_)sealed$/.test(column))
      .map((column) => `${table}.${column}`),
  );
  expect(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted()).toEqual(sealed.toSorted());
});

it('names stand in order and once', () => {
  const names = history.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
});
