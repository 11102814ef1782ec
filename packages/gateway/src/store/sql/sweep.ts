import { sql } from 'kysely';
import type { Db } from './tables.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How long things are kept after they have done their work, in milliseconds. */
export const retention = {
  /** The document of a push; its key stays longer, so that a replay stays a duplicate. */
  document: 7 * day,
  push: 30 * day,
  signature: 1 * day,
  /** Logins and codes after they expired. */
  login: 1 * day,
  code: 1 * day,
  ticket: 1 * day,
  handoff: 1 * hour,
  /** As long as a merge or a link can be undone. */
  merge: 30 * day,
} as const;

/** Removes what has outlived its purpose. Every statement stands alone, so an interrupted sweep is simply continued. */
export async function sweep(db: Db, now: number): Promise<void> {
  await db
    .updateTable('inbox')
    .set({ document: '', reply: '' })
    .where('receivedAt', '<', now - retention.document)
    .where('state', '!=', 'new')
    // In the text: SQLite would not know otherwise that this is what the index of these rows is about.
    .where('document', '!=', sql.lit(''))
    .execute();
  await db
    .deleteFrom('inbox')
    .where('receivedAt', '<', now - retention.push)
    .where('state', '!=', 'new')
    .execute();
  await db
    .deleteFrom('pushSignatures')
    .where('seenAt', '<', now - retention.signature)
    .execute();
  await db
    .deleteFrom('logins')
    .where('expiresAt', '<', now - retention.login)
    .execute();
  await db
    .deleteFrom('codes')
    .where('expiresAt', '<', now - retention.code)
    .execute();
  await db.deleteFrom('sessions').where('expiresAt', '<=', now).execute();
  await db
    .deleteFrom('handoffs')
    .where('expiresAt', '<', now - retention.handoff)
    .execute();
  await db.deleteFrom('tries').where('until', '<=', now).execute();
  await db.deleteFrom('oidcArtifacts').where('expiresAt', '<=', now).execute();
  await db
    .deleteFrom('linkTickets')
    .where('expiresAt', '<', now - retention.ticket)
    .execute();
  await db
    .deleteFrom('linkCodes')
    .where('expiresAt', '<', now - retention.ticket)
    .execute();
  await db
    .deleteFrom('merges')
    .where('at', '<', now - retention.merge)
    .execute();
  // The next sweep is an hour away, and a copy must not outlive its day.
  await db
    .deleteFrom('sealedCopies')
    .where('expiresAt', '<', now + hour)
    .execute();
}
