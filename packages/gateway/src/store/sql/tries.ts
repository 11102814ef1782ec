import type { TryStore } from '../tries.ts';
import type { Db } from './tables.ts';

export function tryStore(db: Db): TryStore {
  return {
    async add(keyDigest, now, window) {
      const { count } = await db
        .insertInto('tries')
        .values({ keyDigest, count: 1, until: now + window })
        .onConflict((conflict) =>
          conflict.column('keyDigest').doUpdateSet(({ eb, ref }) => ({
            count: eb
              .case()
              .when('tries.until', '>', now)
              .then(eb('tries.count', '+', 1))
              .else(ref('excluded.count'))
              .end(),
            until: eb.case().when('tries.until', '>', now).then(ref('tries.until')).else(ref('excluded.until')).end(),
          })),
        )
        .returning('count')
        .executeTakeFirstOrThrow();
      return count;
    },

    async count(keyDigest, now) {
      const row = await db
        .selectFrom('tries')
        .select('count')
        .where('keyDigest', '=', keyDigest)
        .where('until', '>', now)
        .executeTakeFirst();
      return row?.count ?? 0;
    },
  };
}
