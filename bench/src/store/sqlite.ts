/** The gateway's store on a file, and the same statements prepared by hand on another one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openStore } from '@mingpian/gateway/store/open';
import { openSqlite } from '@mingpian/gateway/store/sql/sqlite';
import type { Store } from '@mingpian/gateway/store/store';

export interface File {
  readonly path: string;
  readonly store: Store;
}

export async function storeOnFile(): Promise<File> {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'store.db');
  const store = openStore(`sqlite:${path}`, { now: Date.now });
  await store.migrate();
  return { path, store };
}

/** The tables of the store, its settings of SQLite and its durability, and nothing else of it. */
export async function byHandOnFile(): Promise<DatabaseSync> {
  const { path, store } = await storeOnFile();
  await store.close();
  return openSqlite(path);
}
