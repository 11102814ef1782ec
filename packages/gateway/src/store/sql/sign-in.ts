import { sql } from 'kysely';
import type { CodeStore, LoginStore, SessionStore } from '../sign-in.ts';
import { prepared } from './prepared.ts';
import type { Db } from './tables.ts';

/** In the text of a statement, by which SQLite knows the index of these rows. */
const started = sql.lit('started' as const);

export function loginStore(db: Db): LoginStore {
  return {
    async create(login) {
      await db
        .insertInto('logins')
        .values({
          ...login,
          status: 'started',
          personId: null,
          openid: null,
          nextHop: null,
          outcome: null,
          finishedAt: null,
        })
        .execute();
    },

    find: (id) => db.selectFrom('logins').selectAll().where('id', '=', id).executeTakeFirst(),

    byState: (stateDigest) =>
      db.selectFrom('logins').selectAll().where('stateDigest', '=', stateDigest).executeTakeFirst(),

    move: (id, from, to, change = {}) =>
      db
        .updateTable('logins')
        .set({ ...change, status: to })
        .where('id', '=', id)
        .where('status', 'in', [...from])
        .returningAll()
        .executeTakeFirst(),

    async open(now) {
      const { logins } = await db
        .selectFrom('logins')
        .select(({ fn }) => fn.countAll<number>().as('logins'))
        .where('status', '=', started)
        .where('expiresAt', '>', now)
        .executeTakeFirstOrThrow();
      return logins;
    },

    async dropOldest(keep) {
      await db
        .deleteFrom('logins')
        .where('id', 'in', (query) =>
          query
            .selectFrom('logins')
            .select('id')
            .where('status', '=', started)
            .orderBy('startedAt', 'desc')
            .orderBy('id', 'desc')
            .limit(Number.MAX_SAFE_INTEGER)
            .offset(keep),
        )
        .execute();
    },
  };
}

export function codeStore(db: Db): CodeStore {
  const find = (codeDigest: string) =>
    db.selectFrom('codes').selectAll().where('codeDigest', '=', codeDigest).executeTakeFirst();
  return {
    async see(code) {
      await db
        .insertInto('codes')
        .values({ ...code, loginId: null, status: 'seen', result: null })
        .onConflict((conflict) => conflict.column('codeDigest').doNothing())
        .execute();
      const row = await find(code.codeDigest);
      if (row === undefined) throw new Error('A code that was just noted is gone.');
      return row;
    },

    async claim(codeDigest, stateDigest, loginId) {
      const claimed = await db
        .updateTable('codes')
        .set({ loginId, status: 'claimed' })
        .where('codeDigest', '=', codeDigest)
        .where('stateDigest', '=', stateDigest)
        .where('status', '=', 'seen')
        .executeTakeFirst();
      return claimed.numUpdatedRows > 0n;
    },

    async finish(codeDigest, status, result) {
      await db
        .updateTable('codes')
        .set({ status, result })
        .where('codeDigest', '=', codeDigest)
        .where('status', '=', 'claimed')
        .execute();
    },

    find,
  };
}

export function sessionStore(db: Db): SessionStore {
  const live = prepared(db, () =>
    db.selectFrom('sessions').selectAll().where('idDigest', '=', '').where('expiresAt', '>', 0),
  );
  return {
    async create(session) {
      await db.insertInto('sessions').values(session).execute();
    },

    find: async (idDigest, now) => (await live(idDigest, now))[0],

    async touch(idDigest, seenAt) {
      await db
        .updateTable('sessions')
        .set({ seenAt })
        .where('idDigest', '=', idDigest)
        .where('seenAt', '<', seenAt)
        .execute();
    },

    async act(idDigest, actedAt) {
      await db
        .updateTable('sessions')
        .set({ actedAt })
        .where('idDigest', '=', idDigest)
        .where(({ eb, or }) => or([eb('actedAt', 'is', null), eb('actedAt', '<', actedAt)]))
        .execute();
    },

    async end(idDigest) {
      await db.deleteFrom('sessions').where('idDigest', '=', idDigest).execute();
    },

    async endOfPerson(personId) {
      await db.deleteFrom('sessions').where('personId', '=', personId).execute();
    },

    async endOfIdentity(appId, openid) {
      await db.deleteFrom('sessions').where('appId', '=', appId).where('openid', '=', openid).execute();
    },
  };
}
