import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

/** Rows of a query that bypasses the gateway. */
export async function rowsOf(url: string, sql: string): Promise<Record<string, unknown>[]> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
    try {
      return database.prepare(sql).all();
    } finally {
      database.close();
    }
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every value of every table, as a thief of the database would have it. */
export async function dump(url: string): Promise<string> {
  const tables = await rowsOf(
    url,
    url.startsWith('sqlite:')
      ? "SELECT name FROM sqlite_master WHERE type = 'table'"
      : "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  const rows = [];
  for (const { name } of tables) rows.push(...(await rowsOf(url, `SELECT * FROM "${name}"`)));
  return JSON.stringify(rows);
}
