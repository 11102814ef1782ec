import {
  type Compilable,
  type CompiledQuery,
  createQueryId,
  InsertQueryNode,
  type OperationNodeSource,
  type QueryResult,
  sql,
} from 'kysely';
import { columnOf } from './names.ts';
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
 * Many rows are written within a transaction. Where a statement goes to a server they go in one, as a single text, so that it is
 * the same statement for any number of rows. SQLite gets a statement for each row: it then needs no copy of the pages to undo
 * half a statement.
 */
export function preparedInsert<Row extends object>(
  build: (db: Db, rows: readonly Row[]) => Insertion,
  key: readonly (keyof Row & string)[],
): (db: Db, rows: readonly Row[]) => Promise<readonly Row[]> {
  let insert: ((db: Db, rows: readonly Row[]) => Promise<readonly Row[]>) | undefined;
  return (db, rows) => {
    const [first] = rows;
    if (first === undefined) return Promise.resolve([]);
    insert ??= inserting(build, key, Object.keys(first) as (keyof Row & string)[]);
    return insert(db, rows);
  };
}

function inserting<Row extends object>(
  build: (db: Db, rows: readonly Row[]) => Insertion,
  key: readonly (keyof Row & string)[],
  columns: readonly (keyof Row & string)[],
): (db: Db, rows: readonly Row[]) => Promise<readonly Row[]> {
  const blank = Object.fromEntries(columns.map((column) => [column, ''])) as Row;

  const insertOne = compiledOnce((db) => build(db, [blank]));
  const one = (db: Db, row: Row) =>
    insertOne(
      db,
      columns.map((column) => row[column]),
    );
  const isWritten = ({ numAffectedRows = 0n }: QueryResult<unknown>) => numAffectedRows > 0n;

  const inDatabase = columns.map((property) => [property, columnOf(property)] as const);
  const insertAll = compiledOnce((db) => fromJson<Row>(db, build(db, [blank]).returning(key as never)));
  const all = async (db: Db, rows: readonly Row[]): Promise<readonly Row[]> => {
    const named = rows.map((row) => {
      const columns: Record<string, unknown> = {};
      for (const [property, column] of inDatabase) columns[column] = row[property];
      return columns;
    });
    const { rows: keys } = await insertAll(db, [JSON.stringify(named)]);
    if (keys.length === rows.length) return rows;
    const nameOf = (row: Row) => key.map((column) => row[column]).join(' ');
    const written = new Set(keys.map(nameOf));
    // Of two rows with one key in the same statement the first was written.
    return rows.filter((row) => written.delete(nameOf(row)));
  };

  return async (db, rows) => {
    const [first] = rows as readonly [Row];
    if (rows.length === 1) return isWritten(await one(db, first)) ? rows : [];
    if (!db.isTransaction) throw new TypeError('many rows belong into a transaction');
    if (db.getExecutor().adapter.supportsMultipleConnections) return all(db, rows);
    const written: Row[] = [];
    for (const row of rows) if (isWritten(await one(db, row))) written.push(row);
    return written;
  };
}

/** What Kysely builds of an insert. */
interface Insertion extends Compilable {
  returning(columns: never): Compilable & OperationNodeSource;
}

/** The insert of one row, as an insert of the rows in a JSON array of objects with the names of columns. */
function fromJson<Row>(db: Db, insert: OperationNodeSource): Compilable<Row> {
  const node = insert.toOperationNode() as InsertQueryNode;
  const names = (node.columns ?? []).map(({ column }) => sql.ref(column.name));
  const table = { toOperationNode: () => node.into };
  const rows = sql`select ${sql.join(names)} from json_populate_recordset(null::${table}, ${''}::json)`;
  const all = InsertQueryNode.cloneWith(node, { values: rows.toOperationNode() });
  return { compile: () => db.getExecutor().compileQuery(all, createQueryId()) };
}

/** An adapter that takes compiled queries on a shorter way than through Kysely's queue for connections. */
export interface Prompt {
  /** Undefined if the query has to take the long one. */
  ask<Row>(
    sql: string,
    values: readonly unknown[],
    inTransaction: boolean,
  ): QueryResult<Row> | Promise<QueryResult<Row> | undefined> | undefined;
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
    const result = await (adapter as Partial<Prompt>).ask?.<Row>(query.sql, parameters, db.isTransaction);
    return result ?? (await db.executeQuery<Row>({ ...query, parameters }));
  };
}
