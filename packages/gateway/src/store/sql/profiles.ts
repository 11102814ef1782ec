import type { ProfileStore } from '../profiles.ts';
import { dropOrphans } from './avatars.ts';
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
