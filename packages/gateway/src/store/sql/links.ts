import type { LinkCodeStore, LinkTicketStore } from '../links.ts';
import type { Db } from './tables.ts';

export function linkTicketStore(db: Db): LinkTicketStore {
  return {
    async create(ticket) {
      await db
        .insertInto('linkTickets')
        .values({ ...ticket, usedAt: null })
        .execute();
    },

    find: (ticketDigest) =>
      db.selectFrom('linkTickets').selectAll().where('ticketDigest', '=', ticketDigest).executeTakeFirst(),

    take: (ticketDigest, purpose, now) =>
      db
        .updateTable('linkTickets')
        .set({ usedAt: now })
        .where('ticketDigest', '=', ticketDigest)
        .where('purpose', '=', purpose)
        .where('usedAt', 'is', null)
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst(),
  };
}

export function linkCodeStore(db: Db): LinkCodeStore {
  return {
    async create(code) {
      await db
        .insertInto('linkCodes')
        .values({ ...code, tries: 0, status: 'open', settledAt: null })
        .execute();
    },

    find: (id) => db.selectFrom('linkCodes').selectAll().where('id', '=', id).executeTakeFirst(),

    openFor: (appId, openid, now) =>
      db
        .selectFrom('linkCodes')
        .selectAll()
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where('status', '=', 'open')
        .where('expiresAt', '>', now)
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst(),

    confirm: (id, codeDigest, now) =>
      db
        .updateTable('linkCodes')
        .set({ status: 'confirmed', settledAt: now })
        .where('id', '=', id)
        .where('codeDigest', '=', codeDigest)
        .where('status', '=', 'open')
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst(),

    async miss(id, limit, now) {
      const missed = await db
        .updateTable('linkCodes')
        .set((row) => ({ tries: row('tries', '+', 1) }))
        .where('id', '=', id)
        .where('status', '=', 'open')
        .returningAll()
        .executeTakeFirst();
      if (missed === undefined || missed.tries < limit) return missed;
      return db
        .updateTable('linkCodes')
        .set({ status: 'burnt', settledAt: now })
        .where('id', '=', id)
        .where('status', '=', 'open')
        .returningAll()
        .executeTakeFirst();
    },
  };
}
