import { sql } from 'kysely';
import type { SealedValueStore } from '../sealed-values.ts';
import type { Db } from './tables.ts';

/** Every column that holds ciphertext. Table, column and key are also the place that the seal is bound to. */
export const sealedColumns: readonly { table: string; column: string; key: readonly string[] }[] = [
  { table: 'app_tokens', column: 'value_sealed', key: ['app_id'] },
  { table: 'grants', column: 'user_token_sealed', key: ['app_id', 'openid'] },
  { table: 'grants', column: 'refresh_token_sealed', key: ['app_id', 'openid'] },
  { table: 'sealed_copies', column: 'sealed', key: ['erasure_id'] },
  { table: 'oidc_artifacts', column: 'payload_sealed', key: ['model', 'id_digest'] },
  { table: 'signing_keys', column: 'key_sealed', key: ['kid'] },
  { table: 'kept_keys', column: 'key_sealed', key: ['purpose', 'key_digest'] },
  { table: 'clients', column: 'secret_sealed', key: ['client_id'] },
];
const page = 200;

export function sealedValueStore(db: Db): SealedValueStore {
  return {
    async *all() {
      for (const { table, column, key } of sealedColumns) {
        const columns = sql.join(key.map((name) => sql.ref(name)));
        const named = sql.join(key.map((name, place) => sql`${sql.ref(name)} AS ${sql.ref(`k${place}`)}`));
        let last: readonly string[] = key.map(() => '');
        for (;;) {
          const { rows } = await sql<Record<string, string>>`
            SELECT ${named}, ${sql.ref(column)} AS sealed FROM ${sql.table(table)}
            WHERE ${sql.ref(column)} IS NOT NULL AND (${columns}) > (${sql.join([...last])})
            ORDER BY ${columns} LIMIT ${page}`.execute(db);
          for (const row of rows) {
            last = key.map((_, place) => row[`k${place}`] ?? '');
            yield { place: [table, column, ...last], sealed: row.sealed ?? '' };
          }
          if (rows.length < page) break;
        }
      }
    },

    async replace({ place: [table = '', column = '', ...values], sealed: before }, sealed) {
      const known = sealedColumns.find((each) => each.table === table && each.column === column);
      if (known === undefined) throw new TypeError('place must be one of sealedColumns');
      const { numAffectedRows } = await sql`
        UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${sealed}
        WHERE (${sql.join(known.key.map((name) => sql.ref(name)))}) = (${sql.join(values)})
          AND ${sql.ref(column)} = ${before}`.execute(db);
      return (numAffectedRows ?? 0n) > 0n;
    },
  };
}
