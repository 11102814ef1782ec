import {
  type Dialect,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Pool } from 'pg';
import { named, propertyOf } from './names.ts';
import type { Prompt } from './prepared.ts';

/** Object id of PostgreSQL's bigint, which `pg` hands out as text; every bigint here is a time or a count below 2^53. */
const bigintOid = 20;

/** Milliseconds that the first connection of a process may take: on a machine that starts, everything starts at once. */
const firstConnection = 10_000;
/** Milliseconds that a statement waits for a connection from then on, before its request is given up. */
const connection = 1000;

interface PoolOptions {
  connections?: number;
  statementTimeout?: number;
  onError?: (error: Error) => void;
}

/** Opens a pool for the first statement. Where its URL names a `statement_timeout`, that one holds. */
export function postgresDialect(url: string, options: PoolOptions): Dialect {
  let pool: Pool | undefined;
  return {
    createAdapter: () => new PromptAdapter(() => pool),
    createDriver: () => new PostgresDriver({ pool: async () => (pool = await openPool(url, options)) }),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/**
 * Compiled queries outside of transactions go to the pool itself, by name: PostgreSQL reads and plans a statement with a name
 * once for each connection. Those that return whatever columns a table has get none: when a migration adds a column, PostgreSQL
 * refuses the plans made before, and during a change of version the other node still asks by them.
 */
class PromptAdapter extends PostgresAdapter implements Prompt {
  readonly #pool: () => Pool | undefined;
  readonly #names = new Map<string, string>();

  constructor(pool: () => Pool | undefined) {
    super();
    this.#pool = pool;
  }

  ask<Row>(sql: string, values: readonly unknown[], inTransaction: boolean): Promise<QueryResult<Row>> | undefined {
    const pool = this.#pool();
    return inTransaction || pool === undefined ? undefined : this.#query(pool, sql, values);
  }

  async #query<Row>(pool: Pool, sql: string, values: readonly unknown[]): Promise<QueryResult<Row>> {
    const name = this.#nameOf(sql);
    const query = { text: sql, values: [...values], rowMode: 'array' as const };
    const { rows, fields, rowCount } = await pool.query<unknown[]>(name === undefined ? query : { ...query, name });
    const names = fields.map((field) => propertyOf(field.name));
    return { rows: rows.map((row) => named(row, names)) as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
  }

  #nameOf(sql: string): string | undefined {
    if (sql.includes('*')) return undefined;
    let name = this.#names.get(sql);
    if (name === undefined) {
      name = `mingpian_${this.#names.size}`;
      this.#names.set(sql, name);
    }
    return name;
  }
}

/** The driver is loaded here, so that a gateway on SQLite starts without it. */
async function openPool(url: string, options: PoolOptions): Promise<Pool> {
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: firstConnection,
    ...(options.statementTimeout === undefined ? {} : { statement_timeout: options.statementTimeout }),
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === bigintOid ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
    },
  });
  pool.once('connect', () => {
    pool.options.connectionTimeoutMillis = connection;
  });
  // A connection may break in the hands of a transaction, between two statements: an event that nobody waits for, and that would
  // end the process if nobody listened. The pool repeats it for connections that are idle.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  pool.on('error', () => {});
  return pool;
}
