import type { LoginNotes } from './login-notes.ts';
import { checkTable, type PostgresClient } from './postgres.ts';

export interface PostgresLoginNotesOptions {
  readonly client: PostgresClient;
  /** Name of the table, with its schema if need be; `mingpian_login_notes` by default. */
  readonly table?: string;
}

/**
 * Notes of logins in PostgreSQL, or in what speaks its protocol. The database's clock tells when a note ends; each new
 * note takes up to ten that have ended with it, so nothing needs to be swept.
 */
export class PostgresLoginNotes implements LoginNotes {
  readonly #client: PostgresClient;
  readonly #table: string;

  /** @throws {TypeError} the table's name is no plain lower-case name. */
  constructor({ client, table = 'mingpian_login_notes' }: PostgresLoginNotesOptions) {
    this.#client = client;
    this.#table = checkTable(table);
  }

  /** The table, for your migrations. */
  get schema(): string {
    const index = `${this.#table.replace('.', '_')}_ends_at`;
    return `CREATE TABLE IF NOT EXISTS ${this.#table} (
  key text PRIMARY KEY,
  note text NOT NULL,
  ends_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS ${index} ON ${this.#table} (ends_at)`;
  }

  async add(key: string, row: string, forMs: number): Promise<boolean> {
    const { rows } = await this.#client.query(
      `WITH ended AS (
         DELETE FROM ${this.#table} WHERE key IN (
           SELECT key FROM ${this.#table} WHERE ends_at <= now() AND key <> $1 LIMIT 10 FOR UPDATE SKIP LOCKED
         )
       )
       ${this.#put} WHERE kept.ends_at <= now() RETURNING key`,
      [key, row, forMs],
    );
    return rows.length === 1;
  }

  async set(key: string, row: string, forMs: number): Promise<void> {
    await this.#client.query(this.#put, [key, row, forMs]);
  }

  async get(key: string): Promise<string | undefined> {
    const sql = `SELECT note FROM ${this.#table} WHERE key = $1 AND ends_at > now()`;
    const { rows } = await this.#client.query(sql, [key]);
    return (rows[0] as { note: string } | undefined)?.note;
  }

  async delete(key: string): Promise<void> {
    await this.#client.query(`DELETE FROM ${this.#table} WHERE key = $1`, [key]);
  }

  get #put(): string {
    return `INSERT INTO ${this.#table} AS kept (key, note, ends_at)
       VALUES ($1, $2, now() + $3::bigint * interval '1 millisecond')
       ON CONFLICT (key) DO UPDATE SET note = excluded.note, ends_at = excluded.ends_at`;
  }
}
