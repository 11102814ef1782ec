import type { KeptKey, KeptKeyStore } from '../kept-keys.ts';
import type { Db } from './tables.ts';

export function keptKeyStore(db: Db): KeptKeyStore {
  return {
    of: (purpose) =>
      db
        .selectFrom('keptKeys')
        .select(['purpose', 'keyDigest', 'keySealed'])
        .where('purpose', '=', purpose)
        .orderBy('generation')
        .execute(),
    add: (key) => addKeptKey(db, key),
  };
}

/** Of two that are added at once the one index on generations lets one in. */
export async function addKeptKey(db: Db, { purpose, keyDigest, keySealed }: KeptKey): Promise<void> {
  await db
    .insertInto('keptKeys')
    .values((row) => ({
      purpose,
      keyDigest,
      keySealed,
      generation: row
        .selectFrom('keptKeys')
        .select(({ fn, lit }) => fn.coalesce(fn.max('generation'), lit(0)).as('newest'))
        .where('purpose', '=', purpose),
    }))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
