import type { GrantStore } from '../grants.ts';
import type { Db } from './tables.ts';

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
