import type { DeliveryStore } from '../deliveries.ts';
import type { Capabilities, Db } from './tables.ts';

export function deliveryStore(db: Db, { rowLocks }: Capabilities): DeliveryStore {
  return {
    async put(deliveries) {
      if (deliveries.length === 0) return;
      await db
        .insertInto('deliveries')
        .values(deliveries.map((delivery) => ({ ...delivery, attempts: 0 })))
        .onConflict((conflict) => conflict.columns(['pushId', 'target']).doNothing())
        .execute();
    },

    async take(limit, now, until) {
      // The key is two columns, which only one of the two databases compares as a pair inside IN; so one row after the other.
      return db.transaction().execute(async (inside) => {
        const due = inside
          .selectFrom('deliveries')
          .selectAll()
          .where('nextAt', '<=', now)
          .orderBy('nextAt')
          .limit(limit);
        const rows = await (rowLocks ? due.forUpdate().skipLocked() : due).execute();
        for (const { pushId, target } of rows) {
          await inside
            .updateTable('deliveries')
            .set((row) => ({ attempts: row('attempts', '+', 1), nextAt: until }))
            .where('pushId', '=', pushId)
            .where('target', '=', target)
            .execute();
        }
        return rows.map((row) => ({ ...row, attempts: row.attempts + 1 }));
      });
    },

    async later(pushId, target, nextAt) {
      await db
        .updateTable('deliveries')
        .set({ nextAt })
        .where('pushId', '=', pushId)
        .where('target', '=', target)
        .execute();
    },

    async remove(pushId, target) {
      await db.deleteFrom('deliveries').where('pushId', '=', pushId).where('target', '=', target).execute();
    },
  };
}
