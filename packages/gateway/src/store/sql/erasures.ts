import type { ErasureStore } from '../erasures.ts';
import type { Db } from './tables.ts';

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
