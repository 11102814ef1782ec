import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './tables.ts';

/**
 * A query that is asked with every request: it is built and compiled once, and afterwards only its values change. The builder
 * has to be given a value for each parameter, in the order in which the compiled query names them; which value does not matter.
 */
export function prepared<Row>(db: Db, build: () => Compilable<Row>): (...values: readonly unknown[]) => Promise<Row[]> {
  let compiled: CompiledQuery<Row> | undefined;
  return async (...parameters) => {
    compiled ??= build().compile();
    if (compiled.parameters.length !== parameters.length) throw new TypeError('values do not fit the query');
    return (await db.executeQuery<Row>({ ...compiled, parameters })).rows;
  };
}

/**
 * As `prepared`, for an insert of as many rows as there are, by the connection or the transaction that it is given: built once
 * for each number of rows. All rows must have the properties of the first one.
 */
export function preparedInsert<Row extends object, Answer>(
  build: (db: Db, rows: readonly Row[]) => Compilable<Answer>,
): (db: Db, rows: readonly Row[]) => Promise<Answer[]> {
  const compiled = new Map<number, CompiledQuery<Answer>>();
  let columns: readonly (keyof Row)[] | undefined;
  return async (db, rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    columns ??= Object.keys(first) as (keyof Row)[];
    let query = compiled.get(rows.length);
    if (query === undefined) {
      query = build(db, rows).compile();
      compiled.set(rows.length, query);
    }
    const parameters: unknown[] = [];
    for (const row of rows) for (const column of columns) parameters.push(row[column]);
    if (query.parameters.length !== parameters.length) throw new TypeError('values do not fit the query');
    return (await db.executeQuery<Answer>({ ...query, parameters })).rows;
  };
}
