/**
 * A backup is one file that either database reads back: gzip over JSON lines, a head, the rows, and an end with a digest of
 * everything before it; sealed as a whole where there are keys. It is made of one snapshot while the gateway goes on working.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { backup as copySqlite, DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { keptPurposes, openKeptKey } from '../kept-keys.ts';
import { applyErasureLedger, type LedgerResult } from '../people/erasure-ledger.ts';
import type { Sealer } from '../sealer.ts';
import { openStore } from '../store/open.ts';
import type { PortableRow } from '../store/portable.ts';
import { migrationNames } from '../store/sql/portable.ts';
import type { Store } from '../store/store.ts';
import { BackupError, unusable } from './backup-error.ts';
import { type BackupKeys, syncFolder } from './backup-keys.ts';
import { sealed, unsealed } from './backup-seal.ts';

const format = 'mingpian-backup';
const version = 1;

/** Rows by table. */
export type RowCounts = Readonly<Record<string, number>>;

/**
 * Writes the database behind `url` into a file that only its owner reads; it appears whole or not at all. With `keys` it is
 * sealed with that of today.
 */
export async function writeBackup(url: string, file: string, now: () => number, keys?: BackupKeys): Promise<RowCounts> {
  const key = await keys?.today();
  return withSnapshot(url, now, async (store) => {
    const part = `${file}.part`;
    const counts: Record<string, number> = {};
    try {
      await pipeline(
        lines(store, counts, now()),
        createGzip(),
        (content: AsyncIterable<Uint8Array>) => sealed(content, key?.recipient),
        createWriteStream(part, { mode: 0o600, flush: true }),
      );
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      return unusable('backup_file', file)(error as NodeJS.ErrnoException);
    }
    await syncFolder(dirname(file));
    return counts;
  });
}

/**
 * Puts a backup in the place of what the database holds. Receipts of erasures that the database has stay, and those of
 * `ledgers` (other, newer backups) come in, with the keys of them; then they are applied, and until that is done no gateway
 * is ready. @throws {StoreError} before anything is deleted, if keys are sealed with a root secret that is not known here.
 */
export async function restoreBackup(
  store: Store,
  sealer: Sealer,
  file: string,
  { at, ledgers = [], keys }: { at: number; ledgers?: readonly string[]; keys?: BackupKeys | undefined },
): Promise<{ rows: RowCounts; ledger: LedgerResult }> {
  // The whole file is read once before anything is deleted.
  const opens = ({ table, row }: PortableRow) => {
    if (table === 'keptKeys') openKeptKey(row as never, sealer);
  };
  const rows = await verifyBackup(file, keys, opens);
  for (const ledger of ledgers) await verifyBackup(ledger, keys, opens);
  for (const purpose of keptPurposes) {
    for (const key of await store.keptKeys.of(purpose)) openKeptKey(key, sealer);
  }
  await store.portable.replace(readBackup(file, keys), at);
  for (const ledger of ledgers) {
    for await (const { table, row } of readBackup(ledger, keys)) {
      if (table === 'erasures') await store.copies.putBack({ erasures: [row as never] });
      if (table === 'keptKeys') await store.keptKeys.add(row as never);
    }
  }
  return { rows, ledger: await settleRestore(store, sealer, at) };
}

/** Applies the receipts of erasures to a restored database; does nothing to any other. */
export async function settleRestore(store: Store, sealer: Sealer, at: number): Promise<LedgerResult> {
  if (!(await store.portable.pending())) return { people: 0, fields: 0 };
  const result = await applyErasureLedger(store, sealer);
  await store.portable.settle(at);
  return result;
}

/** Reads the file to its end and compares the digest. @throws {BackupError} */
export async function verifyBackup(
  file: string,
  keys?: BackupKeys,
  look: (row: PortableRow) => void = () => {},
): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for await (const row of readBackup(file, keys)) {
    counts[row.table] = (counts[row.table] ?? 0) + 1;
    look(row);
  }
  return counts;
}

async function* lines(store: Store, counts: Record<string, number>, at: number): AsyncGenerator<string> {
  const digest = createHash('sha256');
  const line = (value: object) => {
    const text = `${JSON.stringify(value)}\n`;
    digest.update(text);
    return text;
  };
  yield line({ format, version, at, migrations: migrationNames });
  // The store pushes rows inside its snapshot, the file pulls them: a small queue stands between.
  const queue = handOver<PortableRow>();
  const dumped = store.portable.dump(queue.put).then(queue.end, queue.fail);
  for await (const row of queue.all()) {
    counts[row.table] = (counts[row.table] ?? 0) + 1;
    yield line(row);
  }
  await dumped;
  yield `${JSON.stringify({ end: digest.digest('hex') })}\n`;
}

async function* readBackup(file: string, keys?: BackupKeys): AsyncGenerator<PortableRow> {
  const source = Readable.from(unsealed(file, keys), { objectMode: false });
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  const digest = createHash('sha256');
  let place = 0;
  let end: string | undefined;
  try {
    for await (const line of createInterface({ input: text, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (end !== undefined) throw new BackupError('backup_damaged', 'The backup goes on after its end.');
      const value = JSON.parse(line) as Record<string, unknown>;
      if (place++ === 0) checkHead(value);
      else if (typeof value.end === 'string') {
        end = value.end;
        continue;
      } else yield value as unknown as PortableRow;
      digest.update(`${line}\n`);
    }
  } catch (error) {
    if (error instanceof SyntaxError || /^(Z_|ERR_STREAM_PREMATURE)/.test((error as { code?: string }).code ?? '')) {
      throw new BackupError('backup_damaged', 'The file is no backup, or a damaged one.');
    }
    throw error;
  } finally {
    source.destroy();
  }
  if (end !== digest.digest('hex')) throw new BackupError('backup_damaged', 'The backup is cut short or was changed.');
}

function checkHead(head: Record<string, unknown>): void {
  if (head.format !== format || head.version !== version) {
    throw new BackupError('backup_form', 'The file is no backup of a form that this version knows.');
  }
  const unknown = (head.migrations as string[]).find((name) => !migrationNames.includes(name));
  if (unknown !== undefined) {
    throw new BackupError('backup_newer', `The backup comes from a newer version (it has ${unknown.slice(0, 60)}).`);
  }
}

/** SQLite copies its file while others write to it; PostgreSQL reads one snapshot itself. */
async function withSnapshot<T>(url: string, now: () => number, work: (store: Store) => Promise<T>): Promise<T> {
  const path = /^sqlite:(.+)$/.exec(url)?.[1];
  if (path === ':memory:') throw new BackupError('backup_source', 'A database in memory cannot be backed up.');
  if (path !== undefined && !existsSync(path))
    throw new BackupError('backup_source', 'There is no database yet; run "mingpian migrate".');
  const folder = path === undefined ? undefined : await mkdtemp(join(tmpdir(), 'mingpian-backup-'));
  try {
    if (path === undefined || folder === undefined) return await withStore(url, now, work);
    const copy = join(folder, 'copy.db');
    const source = new DatabaseSync(path, { readOnly: true });
    await copySqlite(source, copy).finally(() => source.close());
    return await withStore(`sqlite:${copy}`, now, work);
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function withStore<T>(url: string, now: () => number, work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(url, { now, connections: 1 });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Hands values from one side to the other, one at a time: `put` resolves when the value was taken. */
function handOver<T>() {
  let offer: { value: T; taken: () => void } | undefined;
  let state: 'open' | 'ended' | { error: unknown } = 'open';
  let wake: () => void = () => {};
  const changed = () => {
    wake();
    wake = () => {};
  };
  return {
    put: (value: T) =>
      new Promise<void>((taken) => {
        offer = { value, taken };
        changed();
      }),
    end: () => {
      state = 'ended';
      changed();
    },
    fail: (error: unknown) => {
      state = { error };
      changed();
    },
    async *all(): AsyncGenerator<T> {
      for (;;) {
        if (offer !== undefined) {
          const { value, taken } = offer;
          offer = undefined;
          yield value;
          taken();
        } else if (state === 'ended') return;
        else if (state !== 'open') throw state.error;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
