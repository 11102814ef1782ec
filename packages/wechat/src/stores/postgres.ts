/** App tokens in PostgreSQL, or in what speaks its protocol. Each operation is one statement, so it is atomic. */
import type { AppTokenStore, StoredAppToken } from '../ports.ts';
import { openToken, type SealedStoreOptions, sealToken } from './sealed-token.ts';

/** A `Pool` or `Client` of the package `pg`, or one like it. */
export interface PostgresClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export interface PostgresAppTokenStoreOptions extends SealedStoreOptions {
  readonly client: PostgresClient;
  /** Name of the table, with its schema if need be; `mingpian_app_tokens` by default. */
  readonly table?: string;
}

interface Row {
  readonly value: string;
  /** `pg` gives a bigint as text. */
  readonly issued_at: string | number;
  readonly expires_at: string | number;
  readonly generation: string | number;
}

const TOKEN = 'value, issued_at, expires_at, generation';

export class PostgresAppTokenStore implements AppTokenStore {
  readonly #options: PostgresAppTokenStoreOptions;
  readonly #table: string;

  /** @throws {TypeError} the table's name is no plain lower-case name. */
  constructor(options: PostgresAppTokenStoreOptions) {
    this.#options = options;
    this.#table = checkTable(options.table ?? 'mingpian_app_tokens');
  }

  /** The table, for your migrations. */
  get schema(): string {
    return `CREATE TABLE IF NOT EXISTS ${this.#table} (
  app_id text PRIMARY KEY,
  value text,
  issued_at bigint,
  expires_at bigint,
  generation bigint NOT NULL DEFAULT 0,
  holder text,
  leased_until bigint NOT NULL DEFAULT 0
)`;
  }

  async read(appId: string): Promise<StoredAppToken | undefined> {
    const sql = `SELECT ${TOKEN} FROM ${this.#table} WHERE app_id = $1 AND value IS NOT NULL`;
    return this.#first(appId, sql, [appId]);
  }

  async lease(appId: string, holder: string, forMs: number, now: number): Promise<boolean> {
    const { rows } = await this.#options.client.query(
      `INSERT INTO ${this.#table} AS kept (app_id, holder, leased_until) VALUES ($1, $2, $3)
       ON CONFLICT (app_id) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
       WHERE kept.holder IS NULL OR kept.holder = excluded.holder OR kept.leased_until <= $4
       RETURNING app_id`,
      [appId, holder, now + forMs, now],
    );
    return rows.length === 1;
  }

  async write(
    appId: string,
    holder: string,
    token: Omit<StoredAppToken, 'generation'>,
    after: number,
  ): Promise<StoredAppToken | undefined> {
    const value = await sealToken(this.#options.sealer, appId, token.value);
    return this.#first(
      appId,
      `UPDATE ${this.#table}
       SET value = $4, issued_at = $5, expires_at = $6, generation = generation + 1, holder = NULL
       WHERE app_id = $1 AND holder = $2 AND generation = $3
       RETURNING ${TOKEN}`,
      [appId, holder, after, value, token.issuedAt, token.expiresAt],
    );
  }

  async release(appId: string, holder: string): Promise<void> {
    await this.#options.client.query(`UPDATE ${this.#table} SET holder = NULL WHERE app_id = $1 AND holder = $2`, [
      appId,
      holder,
    ]);
  }

  async #first(appId: string, sql: string, values: unknown[]): Promise<StoredAppToken | undefined> {
    const { rows } = await this.#options.client.query(sql, values);
    const row = rows[0] as Row | undefined;
    if (row === undefined) return undefined;
    const { value } = row;
    const numbers = {
      issuedAt: Number(row.issued_at),
      expiresAt: Number(row.expires_at),
      generation: Number(row.generation),
    };
    return openToken(this.#options.sealer, appId, { value, ...numbers });
  }
}

/** It stands in statements as it is, so it must be a name that needs no quotation marks. */
export function checkTable(table: string): string {
  if (/^([a-z_][a-z0-9_]{0,62}\.)?[a-z_][a-z0-9_]{0,62}$/.test(table)) return table;
  throw new TypeError('table must be a lower-case name, perhaps with a schema before it');
}
