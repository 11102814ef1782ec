import type { Compilable } from 'kysely';
import type { Db } from './tables.ts';

/**
 * A query that is asked with every request: it is built and compiled once, and afterwards only its values change. The builder
 * has to be given a value for each parameter, in the order in which the compiled query names them; which value does not matter.
 */
export function prepared<Row>(db: Db, query: Compilable<Row>): (...values: readonly unknown[]) => Promise<Row[]> {
  let compiled: ReturnType<typeof query.compile> | undefined;
  return async (...parameters) => {
    compiled ??= query.compile();
    if (compiled.parameters.length !== parameters.length) throw new TypeError('values do not fit the query');
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows;
  };
}
