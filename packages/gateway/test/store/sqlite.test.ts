import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CompiledQuery, Kysely, SqliteQueryCompiler } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { assemble, openStore } from '../../src/store/open.ts';
import { ColumnNames, openSqlite, sqliteDialect } from '../../src/store/sql/sqlite.ts';
import type { Store } from '../../src/store/store.ts';
import { describeStore } from './contract.ts';
import { wholeReads } from './whole-reads.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-store-'));
afterAll(() => rmSync(folder, { recursive: true }));
const now = () => 1_700_000_000_000;

let shared: Promise<Store> | undefined;
describeStore('SQLite', () => {
  shared ??= open();
  return shared;
});

const path = join(folder, 'contract.db');
const asked = new Map<string, CompiledQuery>();

/** As `openStore`, and keeps the statements. */
async function open(): Promise<Store> {
  const compiler = new (class extends SqliteQueryCompiler {
    override compileQuery(...query: Parameters<SqliteQueryCompiler['compileQuery']>) {
      const compiled = super.compileQuery(...query);
      asked.set(compiled.sql, compiled);
      return compiled;
    }
  })();
  const dialect = { ...sqliteDialect(openSqlite(path)), createQueryCompiler: () => compiler };
  const store = assemble(new Kysely({ dialect, plugins: [new ColumnNames()] }), { rowLocks: false }, now);
  await store.migrate();
  return store;
}

it('no statement of the contract goes through the whole of a table that grows, but for those of which it is known', () => {
  expect(asked.size).toBeGreaterThan(100);
  expect(wholeReads(path, [...asked.values()])).toEqual([]);
});

describe('an SQLite file', () => {
  it('is private to its owner', async () => {
    const path = join(folder, 'private', 'gateway.db');
    const store = openStore(`sqlite:${path}`, { now });
    await store.migrate();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'private')).mode & 0o777).toBe(0o700);
    await store.close();
  });

  it('R21 refuses a second gateway while one holds it, and not afterwards', async () => {
    const url = `sqlite:${join(folder, 'held.db')}`;
    const first = openStore(url, { now, exclusive: true });
    expect(() => openStore(url, { now, exclusive: true })).toThrow(expect.objectContaining({ code: 'store_in_use' }));
    await first.close();
    await openStore(url, { now, exclusive: true }).close();
  });

  it('makes the folder of a file that it holds, and says where it cannot', async () => {
    await openStore(`sqlite:${join(folder, 'new', 'held.db')}`, { now, exclusive: true }).close();
    writeFileSync(join(folder, 'no-folder'), '');
    expect(() => openStore(`sqlite:${join(folder, 'no-folder', 'held.db')}`, { now, exclusive: true })).toThrow(
      expect.objectContaining({ code: 'store_unavailable' }),
    );
  });

  it('without migrations does not pass the check', async () => {
    const store = openStore('sqlite::memory:', { now });
    await expect(store.check()).rejects.toMatchObject({ name: 'StoreError', code: 'store_outdated' });
  });
});
