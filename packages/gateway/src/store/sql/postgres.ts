import { type Dialect, PostgresDialect } from 'kysely';
import type { Pool } from 'pg';

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
  return new PostgresDialect({ pool: () => openPool(url, options) });
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
