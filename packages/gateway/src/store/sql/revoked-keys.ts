import type { RevokedKeyStore } from '../revoked-keys.ts';
import type { Db } from './tables.ts';

export function revokedKeyStore(db: Db): RevokedKeyStore {
  return {
    async add(key) {
      const added = await db
        .insertInto('revokedKeys')
        .values(key)
        .onConflict((conflict) => conflict.column('keyDigest').doNothing())
        .returning('keyDigest')
        .execute();
      return added.length > 0;
    },

    async has(keyDigest) {
      const row = await db
        .selectFrom('revokedKeys')
        .select('keyDigest')
        .where('keyDigest', '=', keyDigest)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
