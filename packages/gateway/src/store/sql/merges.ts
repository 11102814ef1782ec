import type { MergeRow, MergeStore } from '../merges.ts';
import type { Db } from './tables.ts';

export function mergeStore(db: Db): MergeStore {
  return {
    async append({ moved, ...row }) {
      await db
        .insertInto('merges')
        .values({ ...row, moved: JSON.stringify(moved), undoneAt: null })
        .execute();
    },

    async take(id, { since, at }) {
      const taken = await db
        .updateTable('merges')
        .set({ undoneAt: at })
        .where('id', '=', id)
        .where('undoneAt', 'is', null)
        .where('at', '>=', since)
        .returningAll()
        .executeTakeFirst();
      return taken && opened(taken);
    },

    async list({ limit, personId }) {
      let rows = db.selectFrom('merges').selectAll().orderBy('at', 'desc').orderBy('id', 'desc').limit(limit);
      if (personId !== undefined) rows = rows.where('personId', '=', personId);
      return (await rows.execute()).map(opened);
    },

    async split(from, to, { identities, unions }) {
      for (const { appId, openid } of identities) {
        await db
          .updateTable('identities')
          .set({ personId: to })
          .where('appId', '=', appId)
          .where('openid', '=', openid)
          .where('personId', '=', from)
          .execute();
      }
      for (const { openPlatform, unionid } of unions) {
        await db
          .updateTable('unions')
          .set({ personId: to })
          .where('openPlatform', '=', openPlatform)
          .where('unionid', '=', unionid)
          .where('personId', '=', from)
          .execute();
      }
      await db
        .updateTable('persons')
        .set({ mergedInto: null })
        .where('id', '=', to)
        .where('mergedInto', '=', from)
        .execute();
    },
  };
}

function opened({ moved, ...row }: Omit<MergeRow, 'moved'> & { moved: string }): MergeRow {
  return { ...row, moved: JSON.parse(moved) };
}
