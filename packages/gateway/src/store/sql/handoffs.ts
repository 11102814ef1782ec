import { sql } from 'kysely';
import type { HandoffStore } from '../handoffs.ts';
import type { Db } from './tables.ts';

export function handoffStore(db: Db): HandoffStore {
  return {
    async create(handoff) {
      const created = await db
        .insertInto('handoffs')
        .values({
          ...handoff,
          status: 'new',
          phoneCookieId: null,
          phoneDigest: null,
          personId: null,
          openid: null,
          sessionDigest: null,
          changedAt: handoff.startedAt,
        })
        .onConflict((conflict) => conflict.column('handleDigest').doNothing())
        .returning('id')
        .execute();
      return created.length > 0;
    },

    async dropOldest(keep) {
      await db
        .deleteFrom('handoffs')
        .where('id', 'in', (query) =>
          query
            .selectFrom('handoffs')
            .select('id')
            // In the text, by which SQLite knows the index of these rows.
            .where('status', '=', sql.lit('new' as const))
            .orderBy('startedAt', 'desc')
            .orderBy('id', 'desc')
            .limit(Number.MAX_SAFE_INTEGER)
            .offset(keep),
        )
        .execute();
    },

    find: (id) => db.selectFrom('handoffs').selectAll().where('id', '=', id).executeTakeFirst(),

    byHandle: (handleDigest) =>
      db.selectFrom('handoffs').selectAll().where('handleDigest', '=', handleDigest).executeTakeFirst(),

    scannedInChat: (kind, { appId, openid }, now) =>
      db
        .selectFrom('handoffs')
        .selectAll()
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where('kind', '=', kind)
        .where('status', '=', 'scanned')
        .where('expiresAt', '>', now)
        .orderBy('changedAt', 'desc')
        .limit(1)
        .executeTakeFirst(),

    move: (id, from, to, now, change = {}) =>
      db
        .updateTable('handoffs')
        .set({ ...change, status: to, changedAt: now })
        .where('id', '=', id)
        .where('status', '=', from)
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst(),
  };
}
