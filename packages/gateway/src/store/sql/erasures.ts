import { sql } from 'kysely';
import type { ErasureStore } from '../erasures.ts';
import type { Db } from './tables.ts';

/** Not the bare column: SQLite would go through the whole of its index in place of the last hour. */
const subject = sql<string>`subject_digest || ''`;

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
        .select(({ fn }) => fn.count<number>(subject).distinct().as('subjects'))
        .where('at', '>=', from)
        .where('outcome', '=', 'done')
        .where('scope', '!=', 'identity')
        .executeTakeFirstOrThrow();
      return subjects;
    },
  };
}
