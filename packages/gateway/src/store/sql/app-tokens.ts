import type { AppTokenTable } from '../app-tokens.ts';
import type { Db } from './tables.ts';

export function appTokenTable(db: Db): AppTokenTable {
  return {
    find: (appId) => db.selectFrom('appTokens').selectAll().where('appId', '=', appId).executeTakeFirst(),

    async lease(appId, holder, until, now) {
      const leased = await db
        .insertInto('appTokens')
        .values({
          appId,
          valueSealed: null,
          issuedAt: 0,
          expiresAt: 0,
          generation: 0,
          leaseHolder: holder,
          leaseUntil: until,
        })
        .onConflict((conflict) =>
          conflict
            .column('appId')
            .doUpdateSet({ leaseHolder: holder, leaseUntil: until })
            .where((row) =>
              row.or([
                row('appTokens.leaseHolder', 'is', null),
                row('appTokens.leaseHolder', '=', holder),
                row('appTokens.leaseUntil', '<=', now),
              ]),
            ),
        )
        .returning('appId')
        .execute();
      return leased.length > 0;
    },

    write: (appId, holder, token, after) =>
      db
        .updateTable('appTokens')
        .set({ ...token, generation: after + 1, leaseHolder: null, leaseUntil: 0 })
        .where('appId', '=', appId)
        .where('leaseHolder', '=', holder)
        .where('generation', '=', after)
        .returningAll()
        .executeTakeFirst(),

    async takeForced(appId, { now, day, interval, perDay }) {
      const taken = await db
        .updateTable('appTokens')
        .set((row) => ({
          forcedAt: now,
          forcedDay: day,
          forcedToday: row
            .case()
            .when('forcedDay', '=', day)
            .then(row('forcedToday', '+', 1))
            .else(1)
            .end(),
        }))
        .where('appId', '=', appId)
        .where((row) => row.or([row('forcedAt', 'is', null), row('forcedAt', '<=', now - interval)]))
        .where((row) =>
          row.or([row('forcedDay', 'is', null), row('forcedDay', '!=', day), row('forcedToday', '<', perDay)]),
        )
        .executeTakeFirst();
      return taken.numUpdatedRows > 0n;
    },

    async release(appId, holder) {
      await db
        .updateTable('appTokens')
        .set({ leaseHolder: null, leaseUntil: 0 })
        .where('appId', '=', appId)
        .where('leaseHolder', '=', holder)
        .execute();
    },
  };
}
