import type { ProfileField, ProfileStore } from '../profiles.ts';
import { dropOrphans } from './avatars.ts';
import type { Db } from './tables.ts';

const columns = [
  'profileFields.appId',
  'profileFields.openid',
  'field',
  'value',
  'source',
  'learntAt',
] as const satisfies readonly (keyof ProfileField | `profileFields.${keyof ProfileField}`)[];

export function profileStore(db: Db): ProfileStore {
  return {
    async learn(fields) {
      const filled = fields.filter(({ value }) => value !== '');
      if (filled.length === 0) return;
      await db
        .insertInto('profileFields')
        .values(filled.map(toBeCopied))
        .onConflict((conflict) =>
          conflict
            .columns(['appId', 'openid', 'field'])
            .doUpdateSet(({ eb, ref }) => ({
              value: ref('excluded.value'),
              source: ref('excluded.source'),
              learntAt: ref('excluded.learntAt'),
              copyAt: eb
                .case()
                .when('excluded.value', '=', ref('profileFields.value'))
                .then(ref('profileFields.copyAt'))
                .else(ref('excluded.copyAt'))
                .end(),
            }))
            .whereRef('excluded.learntAt', '>=', 'profileFields.learntAt'),
        )
        .execute();
    },

    of: (appId, openid) =>
      db
        .selectFrom('profileFields')
        .select(columns)
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
        .select(columns)
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

/** A picture is wanted from the moment it was learnt. */
export function toBeCopied(field: ProfileField): ProfileField & { copyAt: number | null } {
  return { ...field, copyAt: field.field === 'avatar' ? field.learntAt : null };
}
