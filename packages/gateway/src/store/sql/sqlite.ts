import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { StoreError } from '../errors.ts';

/** How long a statement waits for another process before it fails, and how often it asks meanwhile, in milliseconds. */
const busyTimeout = 2000;
const busyPause = 20;
/** Prepared statements kept per file; the group commit makes one for each size of group. */
const keptStatements = 512;

/** SQLite's own two megabytes are fewer than the pages that random keys touch in a busy minute; taken only as it fills. */
const cacheKib = 32_000;
/** Pages of 4 KiB in the log before they are written home: a page that changes often is then written home less often. */
const checkpointPages = 8000;

/** SQLite's words for a file that another process holds, that is damaged, or none of its own. */
const busy = 5;
const corrupt = 11;
const notADatabase = 26;

/** Writing transactions take the write lock at once, so that none of them fails half-way because another process wrote. */
class ImmediateDriver extends SqliteDriver {
  #patient: DatabaseConnection | undefined;

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#patient ??= patient(await super.acquireConnection());
    return this.#patient;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/** SQLite's own patience would stop the whole process while it waits. */
function patient(connection: DatabaseConnection): DatabaseConnection {
  return {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      for (let waited = 0; ; waited += busyPause) {
        try {
          return await connection.executeQuery<Row>(query);
        } catch (error) {
          if (errcodeOf(error) !== busy || waited >= busyTimeout) throw error;
          await setTimeout(busyPause);
        }
      }
    },
    streamQuery: (query, size) => connection.streamQuery(query, size),
  };
}

/** SQLite's code without what a longer one adds above the lowest byte; 0 for what is no error of it. */
function errcodeOf(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

/** A Kysely dialect over `node:sqlite`. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new ImmediateDriver({ database: keepingStatements(database) }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function keepingStatements(database: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, ReturnType<typeof adapt>>();
  return {
    close: () => database.close(),
    prepare(sql) {
      let statement = kept.get(sql);
      if (statement === undefined) {
        statement = adapt(database.prepare(sql));
        kept.set(sql, statement);
        const [oldest] = kept.keys();
        if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest);
      }
      return statement;
    },
  };
}

function adapt(statement: StatementSync) {
  return {
    reader: statement.columns().length > 0,
    all: (values: readonly unknown[]) => statement.all(...(values as SQLInputValue[])),
    run: (values: readonly unknown[]) => statement.run(...(values as SQLInputValue[])),
    iterate: (values: readonly unknown[]) => statement.iterate(...(values as SQLInputValue[])),
  };
}

/** Opens the file, private to its owner, with every commit synced before it is reported. */
export function openSqlite(path: string): DatabaseSync {
  try {
    if (path !== ':memory:') {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      closeSync(openSync(path, 'a', 0o600));
    }
    const database = new DatabaseSync(path, { timeout: busyTimeout });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;');
    // From here on whoever waits does so without keeping the process.
    database.exec('PRAGMA busy_timeout = 0;');
    // What an insert of many rows would need to take itself back is kept in memory, not in a file of its own.
    database.exec('PRAGMA temp_store = MEMORY;');
    database.exec(`PRAGMA cache_size = -${cacheKib}; PRAGMA wal_autocheckpoint = ${checkpointPages};`);
    return database;
  } catch (cause) {
    const damaged = [corrupt, notADatabase].includes(errcodeOf(cause));
    const advice = damaged ? ' It is damaged: restore a backup with "mingpian restore"; nothing was changed.' : '';
    throw new StoreError('store_unavailable', `The database file ${path} cannot be opened.${advice}`, { cause });
  }
}

/**
 * Holds a file for one process. The lock is a transaction on a file beside the database, so the system frees it however
 * the process ends, and readers of the database (backup, console) are not in its way.
 */
export function holdSqlite(path: string): () => void {
  const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new StoreError('store_in_use', `Another gateway is already using the database file ${path}.`, { cause });
  }
  return () => lock.close();
}
