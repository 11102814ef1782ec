import { sql } from 'kysely';
import type { InboxStore } from '../inbox.ts';
import { accept } from './inbox-acceptance.ts';
import { statement } from './prepared.ts';
import type { Capabilities, Db } from './tables.ts';

const byId = statement((db) => db.selectFrom('inbox').selectAll().where('id', '=', ''));
const decided = statement((db) =>
  db
    .updateTable('inbox')
    .set(({ fn, val }) => ({ reply: fn.coalesce('reply', val('')) }))
    .where('id', '=', '')
    .returning('reply'),
);
const finished = statement((db) =>
  db
    .updateTable('inbox')
    .set(({ fn, val }) => ({ reply: fn.coalesce('reply', val('')), state: 'done', leasedUntil: 0 }))
    .where('id', '=', '')
    .where('state', '!=', 'done')
    .returning('reply'),
);

/** Stand in the text of a statement: SQLite takes an index of some rows only where it can read that it is about those. */
const waits = sql.lit('new' as const);
const failedTooOften = sql.lit('dead' as const);

export function inboxStore(db: Db, { rowLocks }: Capabilities): InboxStore {
  return {
    accept: (pushes) => (db.isTransaction ? accept(db, pushes) : db.transaction().execute((t) => accept(t, pushes))),

    find: async (id) => (await byId(db, id))[0],

    reply: async (id, reply) => (await decided(db, reply, id))[0]?.reply ?? '',
    finish: async (id, reply) => (await finished(db, reply, 'done', 0, id, 'done'))[0]?.reply ?? undefined,

    async failed(id, error, retryAt) {
      await db
        .updateTable('inbox')
        .set((row) => ({
          attempts: row('attempts', '+', 1),
          lastError: error,
          state: retryAt === null ? 'dead' : 'new',
          leasedUntil: retryAt ?? 0,
        }))
        .where('id', '=', id)
        .where('state', '=', waits)
        .execute();
    },

    take: (limit, now, until) =>
      db
        .updateTable('inbox')
        .set({ leasedUntil: until })
        .where('id', 'in', (query) => {
          const waiting = query
            .selectFrom('inbox')
            .select('id')
            .where('state', '=', waits)
            .where('leasedUntil', '<=', now)
            .orderBy('receivedAt')
            .limit(limit);
          return rowLocks ? waiting.forUpdate().skipLocked() : waiting;
        })
        .returningAll()
        .execute()
        .then((rows) => rows.sort((a, b) => a.receivedAt - b.receivedAt || (a.createdAt ?? 0) - (b.createdAt ?? 0))),

    ofOpenid: (appId, openid) =>
      db
        .selectFrom('inbox')
        .selectAll()
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .orderBy('receivedAt')
        .execute(),

    async backlog() {
      const waiting = await db
        .selectFrom('inbox')
        .select(({ fn }) => [fn.countAll<number>().as('rows'), fn.min('receivedAt').as('oldestAt')])
        .where('state', '=', waits)
        .executeTakeFirstOrThrow();
      const dead = await db
        .selectFrom('inbox')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('state', '=', failedTooOften)
        .executeTakeFirstOrThrow();
      return { waiting: waiting.rows, dead: dead.rows, oldestAt: waiting.oldestAt };
    },

    takeOne: (id, now, until) =>
      db
        .updateTable('inbox')
        .set({ leasedUntil: until })
        .where('id', '=', id)
        .where('state', '=', 'new')
        .where('leasedUntil', '<=', now)
        .returningAll()
        .executeTakeFirst(),

    async voidLeases() {
      await db
        .updateTable('inbox')
        .set({ leasedUntil: 0 })
        .where('state', '=', waits)
        .where('attempts', '=', 0)
        .execute();
    },

    async forget(appId, openid, also) {
      await db
        .updateTable('inbox')
        .set({ document: '', reply: '', openid: null })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where((row) => row.or([row('state', '!=', 'new'), ...(also === undefined ? [] : [row('id', '=', also)])]))
        .execute();
    },
  };
}
