import { sql } from 'kysely';
import { StoreError } from '../errors.ts';
import { foundation } from './migrations/0001-foundation.ts';
import { avatars } from './migrations/0002-avatars.ts';
import { papers } from './migrations/0003-papers.ts';
import { openidConnect } from './migrations/0004-openid-connect.ts';
import { restoring } from './migrations/0005-restoring.ts';
import { forcedRefreshes } from './migrations/0006-forced-refreshes.ts';
import { handoffs } from './migrations/0007-handoffs.ts';
import { deliveries } from './migrations/0008-deliveries.ts';
import { waysToSignIn } from './migrations/0009-ways-to-sign-in.ts';
import { revokedKeys } from './migrations/0010-revoked-keys.ts';
import { subjects } from './migrations/0011-subjects.ts';
import { visibleActs } from './migrations/0012-visible-acts.ts';
import { keptKeys } from './migrations/0013-kept-keys.ts';
import { soughtRows } from './migrations/0014-sought-rows.ts';
import type { Capabilities, Db } from './tables.ts';

/** The one history of both databases, in order. A published entry is never changed; what comes later is a new entry. */
export const history: readonly { readonly name: string; readonly statements: string }[] = [
  { name: '0001-foundation', statements: foundation },
  { name: '0002-avatars', statements: avatars },
  { name: '0003-papers', statements: papers },
  { name: '0004-openid-connect', statements: openidConnect },
  { name: '0005-restoring', statements: restoring },
  { name: '0006-forced-refreshes', statements: forcedRefreshes },
  { name: '0007-handoffs', statements: handoffs },
  { name: '0008-deliveries', statements: deliveries },
  { name: '0009-ways-to-sign-in', statements: waysToSignIn },
  { name: '0010-revoked-keys', statements: revokedKeys },
  { name: '0011-subjects', statements: subjects },
  { name: '0012-visible-acts', statements: visibleActs },
  { name: '0013-kept-keys', statements: keptKeys },
  { name: '0014-sought-rows', statements: soughtRows },
];

/** Any fixed number: gateways that start together agree on it and migrate one after the other. */
const migrationLock = 4015_0001;

/**
 * Applies what is missing, each entry in a transaction of its own; answers the names applied. The clock is asked once for each
 * entry, when its statements are done and nothing is committed: a process that dies there leaves the entry undone.
 */
export async function migrate(db: Db, { rowLocks }: Capabilities, now: () => number): Promise<string[]> {
  // Even `IF NOT EXISTS` fails in PostgreSQL when two create the same table at once, so this waits for the lock too.
  await db.transaction().execute(async (transaction) => {
    if (rowLocks) await lock(transaction);
    await sql`CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at bigint NOT NULL)`.execute(
      transaction,
    );
  });
  const applied: string[] = [];
  for (const { name, statements } of history) {
    await db.transaction().execute(async (transaction) => {
      if (rowLocks) await lock(transaction);
      const known = await transaction.selectFrom('migrations').select('name').where('name', '=', name).execute();
      if (known.length > 0) return;
      for (const statement of statements.split(/;\s*$/m)) {
        if (statement.trim() !== '') await sql.raw(statement).execute(transaction);
      }
      await transaction.insertInto('migrations').values({ name, appliedAt: now() }).execute();
      applied.push(name);
    });
  }
  return applied;
}

async function lock(transaction: Db): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
}

/** Throws unless the database has every migration; further ones, of a later version, are no obstacle. */
export async function checkHistory(db: Db): Promise<void> {
  const names = await appliedNames(db);
  const missing = history.filter(({ name }) => !names.includes(name));
  if (missing.length === 0) return;
  throw new StoreError(
    'store_outdated',
    `The database lacks the migration ${missing[0]?.name}; run "mingpian migrate".`,
  );
}

/** None where nothing was ever migrated: then there is not even the table of migrations. */
async function appliedNames(db: Db): Promise<readonly string[]> {
  try {
    return (await db.selectFrom('migrations').select('name').execute()).map(({ name }) => name);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (code === undefinedTable || /no such table/.test(String(message))) return [];
    throw error;
  }
}

/** PostgreSQL's word for a table that is not there. */
const undefinedTable = '42P01';
