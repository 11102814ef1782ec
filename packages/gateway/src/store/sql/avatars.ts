import type { AvatarStore } from '../avatars.ts';
import type { Db } from './tables.ts';

export function avatarStore(db: Db): AvatarStore {
  return {
    async put(copy) {
      const { appId: _appId, openid: _openid, ...changed } = copy;
      await db
        .insertInto('avatars')
        .values(copy)
        .onConflict((conflict) => conflict.columns(['appId', 'openid']).doUpdateSet(changed))
        .execute();
      await db
        .updateTable('profileFields')
        .set({ copyAt: null })
        .where('appId', '=', copy.appId)
        .where('openid', '=', copy.openid)
        .where('field', '=', 'avatar')
        .where('value', '=', copy.source)
        .execute();
      await dropOrphans(db, copy);
    },

    of: (appId, openid) =>
      db
        .selectFrom('avatars')
        .select(['id', 'source'])
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .executeTakeFirst(),

    find: (id) => db.selectFrom('avatars').selectAll().where('id', '=', id).executeTakeFirst(),

    wanting: (limit, now) =>
      db
        .selectFrom('profileFields')
        .select(['appId', 'openid'])
        .where('copyAt', '<=', now)
        .orderBy('copyAt')
        .limit(limit)
        .execute(),

    async later(appId, openid, at) {
      await db
        .updateTable('profileFields')
        .set({ copyAt: at })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where('copyAt', 'is not', null)
        .execute();
    },
  };
}

/** A copy lives as long as the fact that the person has a picture: whatever forgets the one forgets the other. */
export async function dropOrphans(db: Db, { appId, openid }: { appId: string; openid: string }): Promise<void> {
  await db
    .deleteFrom('avatars')
    .where('appId', '=', appId)
    .where('openid', '=', openid)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('profileFields')
            .select('field')
            .where('field', '=', 'avatar')
            .whereRef('profileFields.appId', '=', 'avatars.appId')
            .whereRef('profileFields.openid', '=', 'avatars.openid'),
        ),
      ),
    )
    .execute();
}
