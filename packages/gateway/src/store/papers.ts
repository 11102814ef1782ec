import type { AuditStore, ErasureStore, ReviewStore } from './store.ts';
import type { Db } from './tables.ts';

/** The operator's papers: what happened, what waits for a decision, what was erased. */
export function auditStore(db: Db): AuditStore {
  return {
    async append(row) {
      await db.insertInto('audit').values(row).execute();
    },
    list({ limit, kind, personId }) {
      let rows = db.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      if (kind !== undefined) rows = rows.where('kind', '=', kind);
      if (personId !== undefined) rows = rows.where('personId', '=', personId);
      return rows.execute();
    },
  };
}

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
    async countSince(from) {
      const { subjects } = await db
        .selectFrom('erasures')
        .select(({ fn }) => fn.count<number>('subjectDigest').distinct().as('subjects'))
        .where('at', '>=', from)
        .where('outcome', '=', 'done')
        .executeTakeFirstOrThrow();
      return subjects;
    },
  };
}
