import type { ReviewStore } from '../reviews.ts';
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
    count: () =>
      db
        .selectFrom('reviews')
        .select(({ fn }) => ['kind', fn.countAll<number>().as('rows')])
        .where('settledAt', 'is', null)
        .groupBy('kind')
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
