import { type Dialect, PostgresDialect } from 'kysely';
import pg from 'pg';

/** Object id of PostgreSQL's bigint, which `pg` hands out as text; every bigint here is a time or a count below 2^53. */
const bigintOid = 20;

/** Opens a pool; a statement waits at most `connectTimeout` milliseconds for a connection. */
export function postgresDialect(
  url: string,
  options: { connections?: number; connectTimeout?: number; onError?: (error: Error) => void },
): Dialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    connectionTimeoutMillis: options.connectTimeout ?? 1000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === bigintOid ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
    },
  });
  // A connection may break in the hands of a transaction, between two statements: an event that nobody waits for, and that would
  // end the process if nobody listened. The pool repeats it for connections that are idle.
  pool.on('connect', (client) => client.on('error', (error) => options.onError?.(error)));
  pool.on('error', () => {});
  return new PostgresDialect({ pool });
}
