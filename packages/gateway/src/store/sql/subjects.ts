import type { PeopleStore } from '../people.ts';
import type { SubjectStore } from '../subjects.ts';
import { prepared } from './prepared.ts';
import type { Db } from './tables.ts';

export function subjectStore(db: Db, people: Pick<PeopleStore, 'family'>): SubjectStore {
  const ofSector = (sector: string) => db.selectFrom('subjects').select('personId').where('sector', '=', sector);
  const itself = prepared(db, () => ofSector('').where('personId', '=', ''));
  return {
    async known(sector, personId, now) {
      if ((await itself(sector, personId)).length > 0) return personId;
      const first = await ofSector(sector)
        .where('personId', 'in', await people.family(personId))
        .orderBy('createdAt')
        .orderBy('personId')
        .executeTakeFirst();
      if (first !== undefined) return first.personId;
      await db
        .insertInto('subjects')
        .values({ sector, personId, createdAt: now })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      return personId;
    },
  };
}
