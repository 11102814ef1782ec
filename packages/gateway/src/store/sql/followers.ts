import type { FollowerStore } from '../followers.ts';
import type { Db } from './tables.ts';

export function followerStore(db: Db): FollowerStore {
  return {
    async set(follower) {
      const written = await db
        .insertInto('followers')
        .values(follower)
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
        )
        .returning('openid')
        .execute();
      return written.length > 0;
    },

    find: (appId, openid) =>
      db.selectFrom('followers').selectAll().where('appId', '=', appId).where('openid', '=', openid).executeTakeFirst(),

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
