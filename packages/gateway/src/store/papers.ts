/** The operator's papers: what waits for a decision, and what was erased. */
import type { ErasureStore, ReviewStore } from './store.ts';
import type { Db } from './tables.ts';

export function reviewStore(db: Db): ReviewStore {
  return {
    async append(row) {
      await db
        .insertInto('reviews')
        .values({ ...row, settledAt: null })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    open: (limit) =>
      db
        .selectFrom('reviews')
        .selectAll()
        .where('settledAt', 'is', null)
        .orderBy('at')
        .orderBy('id')
        .limit(limit)
        .execute(),
    async settle(id, at) {
      const settled = await db
        .updateTable('reviews')
        .set({ settledAt: at })
        .where('id', '=', id)
        .where('settledAt', 'is', null)
        .executeTakeFirst();
      return settled.numUpdatedRows > 0n;
    },
  };
}

export function erasureStore(db: Db): ErasureStore {
  return {
    async append(row) {
      await db.insertInto('erasures').values(row).execute();
    },
    list: (limit) =>
      db.selectFrom('erasures').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute(),
    ofSubject: (subjectDigest) =>
      db.selectFrom('erasures').selectAll().where('subjectDigest', '=', subjectDigest).orderBy('at').execute(),
    find: (id) => db.selectFrom('erasures').selectAll().where('id', '=', id).executeTakeFirst(),
    async countSince(from) {
      const { subjects } = await db
        .selectFrom('erasures')
        .select(({ fn }) => fn.count<number>('subjectDigest').distinct().as('subjects'))
        .where('at', '>=', from)
        .where('outcome', '=', 'done')
        .where('scope', '!=', 'identity')
        .executeTakeFirstOrThrow();
      return subjects;
    },
  };
}
