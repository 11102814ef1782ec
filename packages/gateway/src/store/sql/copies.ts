import type { CopyStore, PersonRows } from '../copies.ts';
import type { PeopleStore } from '../people.ts';
import { toBeCopied } from './profiles.ts';
import type { Db } from './tables.ts';

export function copyStore(db: Db, people: Pick<PeopleStore, 'family'>): CopyStore {
  return {
    async rowsOf(personId) {
      const ids = await people.family(personId);
      const persons = await db.selectFrom('persons').selectAll().where('id', 'in', ids).execute();
      const identities = await db.selectFrom('identities').selectAll().where('personId', 'in', ids).execute();
      const rows: { -readonly [Table in keyof PersonRows]: PersonRows[Table][number][] } = {
        persons: persons.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
        identities,
        unions: await db.selectFrom('unions').selectAll().where('personId', 'in', ids).execute(),
        subjects: await db.selectFrom('subjects').selectAll().where('personId', 'in', ids).execute(),
        profileFields: [],
        followers: [],
        grants: [],
      };
      for (const { appId, openid } of identities) {
        for (const table of ['profileFields', 'followers', 'grants'] as const) {
          const found = await db
            .selectFrom(table)
            .selectAll()
            .where('appId', '=', appId)
            .where('openid', '=', openid)
            .execute();
          (rows[table] as unknown[]).push(...found);
        }
      }
      return rows;
    },

    async putBack(rows) {
      // The person who stays comes before the ids that lead there; those stand in the order in which they do.
      const persons = (rows.persons ?? []).toSorted(
        (a, b) => Number(a.mergedInto !== null) - Number(b.mergedInto !== null),
      );
      // The erasure has removed the copies of pictures for good.
      const profileFields = (rows.profileFields ?? []).map(toBeCopied);
      for (const [table, values] of Object.entries({ ...rows, persons, profileFields }) as [
        keyof PersonRows | 'erasures',
        object[],
      ][]) {
        for (const row of values) {
          await db
            .insertInto(table)
            .values(row as never)
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
      }
    },

    async keep(copy) {
      await db.insertInto('sealedCopies').values(copy).execute();
    },

    take: (erasureId, now) =>
      db
        .deleteFrom('sealedCopies')
        .where('erasureId', '=', erasureId)
        .where('expiresAt', '>', now)
        .returningAll()
        .executeTakeFirst(),
  };
}
