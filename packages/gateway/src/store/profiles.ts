import { dropOrphans } from './avatars.ts';
import type { FollowerStore, GrantStore, ProfileStore } from './store.ts';
import type { Db } from './tables.ts';

export function profileStore(db: Db): ProfileStore {
  return {
    async learn(fields) {
      const filled = fields.filter(({ value }) => value !== '');
      if (filled.length === 0) return;
      await db
        .insertInto('profileFields')
        .values(filled)
        .onConflict((conflict) =>
          conflict
            .columns(['appId', 'openid', 'field'])
            .doUpdateSet(({ ref }) => ({
              value: ref('excluded.value'),
              source: ref('excluded.source'),
              learntAt: ref('excluded.learntAt'),
            }))
            .whereRef('excluded.learntAt', '>=', 'profileFields.learntAt'),
        )
        .execute();
    },

    of: (appId, openid) =>
      db
        .selectFrom('profileFields')
        .selectAll()
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .orderBy('field')
        .execute(),

    ofPerson: (personId) =>
      db
        .selectFrom('profileFields')
        .innerJoin('identities', (join) =>
          join
            .onRef('identities.appId', '=', 'profileFields.appId')
            .onRef('identities.openid', '=', 'profileFields.openid'),
        )
        .selectAll('profileFields')
        .where('identities.personId', '=', personId)
        .orderBy('learntAt', 'desc')
        .orderBy('field')
        .execute(),

    async forget(appId, openid, fields) {
      if (fields !== 'all' && fields.length === 0) return;
      const known = db.deleteFrom('profileFields').where('appId', '=', appId).where('openid', '=', openid);
      await (fields === 'all' ? known : known.where('field', 'in', [...fields])).execute();
      await dropOrphans(db, { appId, openid });
    },

    async forgetSource(appId, openid, source) {
      await db
        .deleteFrom('profileFields')
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where('source', '=', source)
        .execute();
      await dropOrphans(db, { appId, openid });
    },
  };
}

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

export function grantStore(db: Db): GrantStore {
  return {
    async put(grant) {
      const { appId: _appId, openid: _openid, ...renewed } = grant;
      await db
        .insertInto('grants')
        .values(grant)
        .onConflict((conflict) =>
          conflict
            .columns(['appId', 'openid'])
            .doUpdateSet(renewed)
            .whereRef('excluded.grantedAt', '>=', 'grants.grantedAt'),
        )
        .execute();
    },

    find: (appId, openid) =>
      db.selectFrom('grants').selectAll().where('appId', '=', appId).where('openid', '=', openid).executeTakeFirst(),

    async remove(appId, openid) {
      await db.deleteFrom('grants').where('appId', '=', appId).where('openid', '=', openid).execute();
    },
  };
}
