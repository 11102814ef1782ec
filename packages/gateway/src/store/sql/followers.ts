import type { Follower, FollowerStore } from '../followers.ts';
import { preparedInsert, statement } from './prepared.ts';
import type { Db } from './tables.ts';

const upsert = preparedInsert(
  (db, rows: readonly Follower[]) =>
    db
      .insertInto('followers')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(['appId', 'openid'])
          .doUpdateSet(({ ref, fn }) => ({
            subscribed: ref('excluded.subscribed'),
            changedAt: ref('excluded.changedAt'),
            subscribedAt: fn.coalesce('excluded.subscribedAt', 'followers.subscribedAt'),
            scene: fn.coalesce('excluded.scene', 'followers.scene'),
            qrScene: fn.coalesce('excluded.qrScene', 'followers.qrScene'),
            remark: fn.coalesce('excluded.remark', 'followers.remark'),
            tagIds: fn.coalesce('excluded.tagIds', 'followers.tagIds'),
          }))
          .whereRef('excluded.changedAt', '>=', 'followers.changedAt'),
      ),
  ['appId', 'openid'],
);
const byOpenid = statement((db) =>
  db.selectFrom('followers').selectAll().where('appId', '=', '').where('openid', '=', ''),
);

export function followerStore(db: Db): FollowerStore {
  return {
    set: async (follower) => (await upsert(db, [follower])).length > 0,

    find: async (appId, openid) => (await byOpenid(db, appId, openid))[0],

    async forget(appId, openid) {
      await db
        .updateTable('followers')
        .set({ subscribedAt: null, scene: null, qrScene: null, remark: null, tagIds: null })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .execute();
    },

    async count(appId) {
      const { followers } = await db
        .selectFrom('followers')
        .select(({ fn }) => fn.countAll<number>().as('followers'))
        .where('appId', '=', appId)
        .where('subscribed', '=', 1)
        .executeTakeFirstOrThrow();
      return followers;
    },
  };
}
