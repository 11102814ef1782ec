import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type PluginTransformResultArgs,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type UnknownRow,
} from 'kysely';
import { StoreError } from '../errors.ts';
import { named, propertyOf } from './names.ts';
import type { Prompt } from './prepared.ts';
import { sharedCommit } from './shared-commit.ts';

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
function immediateDriver(database: DatabaseSync, prepare: Prepare): Driver {
  const connection = patient(prepare);
  const say = async (sql: string) => {
    await connection.executeQuery(CompiledQuery.raw(sql));
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: () => say('begin immediate'),
    commitTransaction: () => say('commit'),
    rollbackTransaction: () => say('rollback'),
    releaseConnection: async () => {},
    destroy: async () => database.close(),
  };
}

/** SQLite's own patience would stop the whole process while it waits. */
function patient(prepare: Prepare): DatabaseConnection {
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      for (let waited = 0; ; waited += busyPause) {
        try {
          return prepare(sql)(parameters as readonly SQLInputValue[]) as QueryResult<Row>;
        } catch (error) {
          if (errcodeOf(error) !== busy || waited >= busyTimeout) throw error;
          await setTimeout(busyPause);
        }
      }
    },
    streamQuery() {
      throw new TypeError('Nothing here is read as a stream.');
    },
  };
}

/** SQLite's code without what a longer one adds above the lowest byte; 0 for what is no error of it. */
function errcodeOf(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

/** A Kysely dialect over `node:sqlite`. Its rows come with the names of `Tables`, so the plugin below leaves them alone. */
export function sqliteDialect(database: DatabaseSync): Dialect {
  const prepare = keepingStatements(database);
  return {
    createAdapter: () => new PromptAdapter(database, prepare),
    createDriver: () => immediateDriver(database, prepare),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

/**
 * The one connection, for compiled queries that need not queue: nothing comes between the beginning and the end of a statement,
 * so it can be asked at once unless somebody else's transaction is open. The queue costs more than most statements do.
 */
class PromptAdapter extends SqliteAdapter implements Prompt {
  readonly #database: DatabaseSync;
  readonly #prepare: Prepare;
  /** Undefined where no commit waits for a disk. */
  readonly #write: ReturnType<typeof sharedCommit> | undefined;

  constructor(database: DatabaseSync, prepare: Prepare) {
    super();
    this.#database = database;
    this.#prepare = prepare;
    this.#write = database.location() === null ? undefined : sharedCommit(database);
  }

  /** Undefined also if it has to wait for another process. */
  ask<Row>(
    sql: string,
    values: readonly unknown[],
    inTransaction: boolean,
  ): QueryResult<Row> | Promise<QueryResult<Row> | undefined> | undefined {
    if (!this.#database.isOpen || this.#database.isTransaction !== inTransaction) return undefined;
    const run = () => this.#prepare(sql)(values as readonly SQLInputValue[]) as QueryResult<Row>;
    if (this.#write !== undefined && !inTransaction && !sql.startsWith('select')) return this.#write(run);
    try {
      return run();
    } catch (error) {
      if (errcodeOf(error) === busy) return undefined;
      throw error;
    }
  }
}

/** Names of columns in queries, as they are in the database; rows are named where they are read. */
export class ColumnNames extends CamelCasePlugin {
  override async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return result;
  }
}

type Row = Record<string, SQLOutputValue>;
type Statement = (values: readonly SQLInputValue[]) => QueryResult<Row>;
type Prepare = (sql: string) => Statement;

function keepingStatements(database: DatabaseSync): Prepare {
  const kept = new Map<string, Statement>();
  return (sql) => {
    let statement = kept.get(sql);
    if (statement === undefined) {
      statement = prepare(database, sql);
      kept.set(sql, statement);
      const [oldest] = kept.keys();
      if (kept.size > keptStatements && oldest !== undefined) kept.delete(oldest);
    }
    return statement;
  };
}

/** Rows are read as arrays, which costs half of what objects do, and named by columns that are looked at once. */
function prepare(database: DatabaseSync, sql: string): Statement {
  const statement = database.prepare(sql);
  let names = namesOf(statement);
  if (names.length === 0) {
    return (values) => ({ rows: [], numAffectedRows: BigInt(statement.run(...values).changes) });
  }
  statement.setReturnArrays(true);
  return (values) => {
    const rows = statement.all(...values) as unknown as readonly SQLOutputValue[][];
    // A migration has added a column since.
    if (rows[0] !== undefined && rows[0].length !== names.length) names = namesOf(statement);
    return { rows: rows.map((row) => named(row, names)) };
  };
}

function namesOf(statement: StatementSync): readonly string[] {
  return statement.columns().map(({ name }) => propertyOf(name));
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
  const lock = openLock(path);
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new StoreError('store_in_use', `Another gateway is already using the database file ${path}.`, { cause });
  }
  return () => lock.close();
}

function openLock(path: string): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return new DatabaseSync(`${path}.lock`, { timeout: 0 });
  } catch (cause) {
    throw new StoreError('store_unavailable', `The database file ${path} cannot be opened.`, { cause });
  }
}
