import type { Compilable, CompiledQuery, QueryResult } from 'kysely';
import { PromptAdapter } from './sqlite.ts';
import type { Db } from './tables.ts';

/**
 * A query that is asked often: it is built and compiled once for each database, not with each request and not with each
 * transaction, and afterwards only its values change. The builder has to be given a value for each parameter, in the order in
 * which the compiled query names them; which value does not matter, only that it is not null.
 */
export function statement<Row>(
  build: (db: Db) => Compilable<Row>,
): (db: Db, ...values: readonly unknown[]) => Promise<readonly Row[]> {
  const ask = compiledOnce(build);
  return async (db, ...values) => (await ask(db, values)).rows;
}

/** As `statement`, of one database. */
export function prepared<Row>(
  db: Db,
  build: () => Compilable<Row>,
): (...values: readonly unknown[]) => Promise<readonly Row[]> {
  const ask = statement(build);
  return (...values) => ask(db, ...values);
}

/**
 * As `statement`, for an insert of as many rows as there are, which may leave out rows that stand already; answers those that
 * were written. All rows must have the properties of the first one, and `key` is what no two rows of the table share.
 *
 * Many rows are one statement, built once for each number of them. Where a statement has no way to a server and a transaction
 * holds them together, each row has its own: SQLite then needs no copy of the pages to undo half a statement.
 */
export function preparedInsert<Row extends object>(
  build: (db: Db, rows: readonly Row[]) => Insertion,
  key: readonly (keyof Row & string)[],
): (db: Db, rows: readonly Row[]) => Promise<readonly Row[]> {
  let columns: readonly (keyof Row)[] | undefined;
  const blanks = (count: number) =>
    Array<Row>(count).fill(Object.fromEntries((columns ?? []).map((column) => [column, ''])) as Row);
  const values = (rows: readonly Row[]) => rows.flatMap((row) => (columns ?? []).map((column) => row[column]));

  const insertOne = compiledOnce((db) => build(db, blanks(1)));
  const one = async (db: Db, row: Row): Promise<boolean> => {
    const { numAffectedRows = 0n } = await insertOne(db, values([row]));
    return numAffectedRows > 0n;
  };

  const sizes = new Map<number, Asking<Row>>();
  const many = async (db: Db, rows: readonly Row[]): Promise<readonly Row[]> => {
    const size = rows.length;
    const insert =
      sizes.get(size) ?? compiledOnce((db) => build(db, blanks(size)).returning(key as never) as Compilable<Row>);
    sizes.set(size, insert);
    const { rows: keys } = await insert(db, values(rows));
    if (keys.length === size) return rows;
    const nameOf = (row: Row) => key.map((column) => row[column]).join(' ');
    const written = new Set(keys.map(nameOf));
    // Of two rows with one key in the same statement the first was written.
    return rows.filter((row) => written.delete(nameOf(row)));
  };

  return async (db, rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    columns ??= Object.keys(first) as (keyof Row)[];
    if (rows.length === 1) return (await one(db, first)) ? rows : [];
    if (!db.isTransaction || !(db.getExecutor().adapter instanceof PromptAdapter)) return many(db, rows);
    const written: Row[] = [];
    for (const row of rows) if (await one(db, row)) written.push(row);
    return written;
  };
}

/** What Kysely builds of an insert. */
interface Insertion extends Compilable {
  returning(columns: never): Compilable;
}

type Asking<Row> = (db: Db, parameters: readonly unknown[]) => Promise<QueryResult<Row>>;

function compiledOnce<Row>(build: (db: Db) => Compilable<Row>): Asking<Row> {
  /** Transactions have the adapter of their database. */
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (db, parameters) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (query === undefined) {
      query = build(db).compile();
      compiled.set(adapter, query);
    }
    if (query.parameters.length !== parameters.length) throw new TypeError('values do not fit the query');
    const result =
      adapter instanceof PromptAdapter ? adapter.ask<Row>(query.sql, parameters, db.isTransaction) : undefined;
    return result ?? (await db.executeQuery<Row>({ ...query, parameters }));
  };
}
