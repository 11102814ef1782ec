import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

/** Object id of PostgreSQL's bigint, which `pg` hands out as text; every bigint here is a time or a count below 2^53. */
const bigintOid = 20;

/** Milliseconds that the first connection of a process may take: on a machine that starts, everything starts at once. */
const firstConnection = 10_000;
/** Milliseconds that a statement waits for a connection from then on, before its request is given up. */
const connection = 1000;

/** Opens a pool. Where its URL names a `statement_timeout`, that one holds. */
export function postgresDialect(
  url: string,
  options: { connections?: number; statementTimeout?: number; onError?: (error: Error) => void },
): Dialect {
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
  return new PostgresDialect({ pool });
}
