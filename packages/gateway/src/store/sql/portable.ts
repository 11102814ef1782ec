/**
 * The content of the database as rows that either database takes. What may happen once only is left out (codes, tickets,
 * sessions, logins): a copy of before must not revive it. So are tokens of WeChat, which are dead by then, and the sealed
 * copies of what was erased, which must not outlive their day.
 */
import { sql } from 'kysely';
import { StoreError } from '../errors.ts';
import type { PortableRow, PortableStore } from '../portable.ts';
import { addKeptKey } from './kept-keys.ts';
import { checkHistory, history } from './migrations.ts';
import type { Capabilities, Db, Tables } from './tables.ts';

/** Every table that is carried over, with its primary key, in an order in which rows find what they refer to. */
const carried: readonly { table: keyof Tables; key: readonly string[] }[] = [
  { table: 'persons', key: ['id'] },
  { table: 'identities', key: ['app_id', 'openid'] },
  { table: 'unions', key: ['open_platform', 'unionid'] },
  { table: 'subjects', key: ['sector', 'person_id'] },
  { table: 'profileFields', key: ['app_id', 'openid', 'field'] },
  { table: 'avatars', key: ['app_id', 'openid'] },
  { table: 'followers', key: ['app_id', 'openid'] },
  { table: 'grants', key: ['app_id', 'openid'] },
  { table: 'merges', key: ['id'] },
  { table: 'inbox', key: ['id'] },
  { table: 'reviews', key: ['id'] },
  { table: 'audit', key: ['id'] },
  { table: 'auditHead', key: ['id'] },
  { table: 'erasures', key: ['id'] },
  { table: 'revokedKeys', key: ['key_digest'] },
  { table: 'appTokens', key: ['app_id'] },
  { table: 'clients', key: ['client_id'] },
  { table: 'signingKeys', key: ['kid'] },
  { table: 'keptKeys', key: ['purpose', 'key_digest'] },
];
/** Emptied by a restore and not filled again. */
export const droppedNames: readonly (keyof Tables)[] = [
  'sessions',
  'logins',
  'codes',
  'linkTickets',
  'linkCodes',
  'pushSignatures',
  'sealedCopies',
  'deliveries',
  'handoffs',
  'tries',
  'oidcArtifacts',
  'logoutNotices',
];
const page = 500;
/** Rows of one insert; PostgreSQL takes 65 535 parameters in a statement. */
const insertRows = 200;

export const portableNames = carried.map(({ table }) => table);

export function portableStore(db: Db, { rowLocks }: Capabilities): PortableStore {
  return {
    async dump(write) {
      await checkHistory(db);
      const snapshot = db.transaction();
      await (rowLocks ? snapshot.setIsolationLevel('repeatable read') : snapshot).execute(async (inside) => {
        for (const { table, key } of carried) {
          for await (const row of rowsOf(inside, table, key)) await write({ table, row: withoutToken(table, row) });
        }
      });
    },

    async replace(rows, at) {
      await checkHistory(db);
      await db.transaction().execute(async (inside) => {
        const generations = await inside.selectFrom('appTokens').select(['appId', 'generation']).execute();
        // What was erased and what was revoked since the backup stays so.
        const receipts = await inside.selectFrom('erasures').selectAll().execute();
        const kept = await inside.selectFrom('keptKeys').selectAll().orderBy('generation').execute();
        const revoked = await inside.selectFrom('revokedKeys').selectAll().execute();
        await inside.updateTable('persons').set({ mergedInto: null }).execute();
        for (const table of [...droppedNames, ...portableNames.toReversed()]) await inside.deleteFrom(table).execute();

        const aliases: { id: string; mergedInto: string }[] = [];
        for await (const { table, batch } of batches(rows, aliases)) {
          await inside
            .insertInto(table)
            .values(batch as never)
            .execute();
        }
        for (const { id, mergedInto } of aliases) {
          await inside.updateTable('persons').set({ mergedInto }).where('id', '=', id).execute();
        }
        for (const receipt of receipts) {
          await inside
            .insertInto('erasures')
            .values(receipt)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        // Those of the backup are in use from now on; receipts that stay need their own.
        for (const key of kept) await addKeptKey(inside, key);
        for (const key of revoked) {
          await inside
            .insertInto('revokedKeys')
            .values(key)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        await raiseGenerations(inside, generations);
        await inside
          .insertInto('restores')
          .values({ id: String(at), at, settledAt: null })
          .execute();
      });
    },

    async pending() {
      const open = await db.selectFrom('restores').select('id').where('settledAt', 'is', null).executeTakeFirst();
      return open !== undefined;
    },

    async settle(at) {
      await db.updateTable('restores').set({ settledAt: at }).where('settledAt', 'is', null).execute();
    },
  };
}

async function* rowsOf(db: Db, table: keyof Tables, key: readonly string[]): AsyncGenerator<Record<string, unknown>> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const fields = key.map((name) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
  let last: readonly unknown[] | undefined;
  for (;;) {
    let query = db.selectFrom(table).selectAll().orderBy(columns).limit(page);
    if (last !== undefined) query = query.where(sql<boolean>`(${columns}) > (${sql.join([...last])})`);
    const rows = (await query.execute()) as Record<string, unknown>[];
    yield* rows;
    const end = rows.at(-1);
    if (end === undefined || rows.length < page) return;
    last = fields.map((field) => end[field]);
  }
}

function withoutToken(table: keyof Tables, row: Record<string, unknown>): Record<string, unknown> {
  if (table !== 'appTokens') return row;
  return { ...row, valueSealed: null, issuedAt: 0, expiresAt: 0, leaseHolder: null, leaseUntil: 0 };
}

/** Groups rows of one table that stand together; ids that lead to somebody else are linked when all are there. */
async function* batches(
  rows: AsyncIterable<PortableRow>,
  aliases: { id: string; mergedInto: string }[],
): AsyncGenerator<{ table: keyof Tables; batch: object[] }> {
  let table: keyof Tables | undefined;
  let batch: object[] = [];
  for await (const next of rows) {
    if (!(portableNames as readonly string[]).includes(next.table))
      throw new StoreError(
        'store_history',
        `The backup has rows of a table ${next.table.slice(0, 40)} that is not known.`,
      );
    if (table !== undefined && (table !== next.table || batch.length === insertRows)) {
      yield { table, batch };
      batch = [];
    }
    table = next.table as keyof Tables;
    const { mergedInto } = next.row as { mergedInto?: string | null };
    if (table === 'persons' && mergedInto != null) aliases.push({ id: next.row.id as string, mergedInto });
    batch.push(table === 'persons' ? { ...next.row, mergedInto: null } : next.row);
  }
  if (table !== undefined && batch.length > 0) yield { table, batch };
}

/** A token of before the restore must look old to everybody who still holds one. */
async function raiseGenerations(db: Db, before: readonly { appId: string; generation: number }[]): Promise<void> {
  await db
    .updateTable('appTokens')
    .set((row) => ({ generation: row('generation', '+', 1) }))
    .execute();
  for (const { appId, generation } of before) {
    await db
      .insertInto('appTokens')
      .values({
        appId,
        valueSealed: null,
        issuedAt: 0,
        expiresAt: 0,
        generation: generation + 1,
        leaseHolder: null,
        leaseUntil: 0,
      })
      .onConflict((conflict) =>
        conflict
          .column('appId')
          .doUpdateSet({ generation: generation + 1 })
          .where('appTokens.generation', '<', generation + 1),
      )
      .execute();
  }
}

export const migrationNames = history.map(({ name }) => name);
