import type { ClientStore, LogoutNoticeStore, OidcArtifactStore, SigningKeyStore } from '../oidc.ts';
import type { Db } from './tables.ts';

export function oidcArtifactStore(db: Db): OidcArtifactStore {
  const one = (model: string, idDigest: string) =>
    db.selectFrom('oidcArtifacts').selectAll().where('model', '=', model).where('idDigest', '=', idDigest);
  return {
    async put(artifact) {
      const { model: _model, idDigest: _idDigest, createdAt: _createdAt, ...changed } = artifact;
      await db
        .insertInto('oidcArtifacts')
        .values({ ...artifact, consumedAt: null })
        .onConflict((conflict) => conflict.columns(['model', 'idDigest']).doUpdateSet(changed))
        .execute();
    },

    find: (model, idDigest) => one(model, idDigest).executeTakeFirst(),

    findByUid: (model, uidDigest) =>
      db
        .selectFrom('oidcArtifacts')
        .selectAll()
        .where('model', '=', model)
        .where('uidDigest', '=', uidDigest)
        .executeTakeFirst(),

    ofPerson: (model, personId) =>
      db.selectFrom('oidcArtifacts').selectAll().where('model', '=', model).where('personId', '=', personId).execute(),

    async consume(model, idDigest, now) {
      const consumed = await db
        .updateTable('oidcArtifacts')
        .set({ consumedAt: now })
        .where('model', '=', model)
        .where('idDigest', '=', idDigest)
        .where('consumedAt', 'is', null)
        .executeTakeFirst();
      return consumed.numUpdatedRows > 0n;
    },

    async remove(model, idDigest) {
      await db.deleteFrom('oidcArtifacts').where('model', '=', model).where('idDigest', '=', idDigest).execute();
    },

    async removeOfGrant(grantDigest, model) {
      const family = db.deleteFrom('oidcArtifacts').where('grantDigest', '=', grantDigest);
      await (model === undefined ? family : family.where('model', '=', model)).execute();
    },

    async removeOfPerson(personId) {
      await db.deleteFrom('oidcArtifacts').where('personId', '=', personId).execute();
    },
  };
}

export function signingKeyStore(db: Db): SigningKeyStore {
  return {
    async add(key) {
      await db
        .insertInto('signingKeys')
        .values(key)
        .onConflict((conflict) => conflict.columns(['algorithm', 'generation']).doNothing())
        .execute();
    },

    list: () => db.selectFrom('signingKeys').selectAll().orderBy('algorithm').orderBy('generation', 'desc').execute(),

    async remove(kid) {
      await db.deleteFrom('signingKeys').where('kid', '=', kid).execute();
    },
  };
}

export function clientStore(db: Db): ClientStore {
  return {
    async put(client) {
      const { clientId: _clientId, createdAt: _createdAt, ...changed } = client;
      await db
        .insertInto('clients')
        .values(client)
        .onConflict((conflict) => conflict.column('clientId').doUpdateSet(changed))
        .execute();
    },

    find: (clientId) => db.selectFrom('clients').selectAll().where('clientId', '=', clientId).executeTakeFirst(),

    list: () => db.selectFrom('clients').selectAll().orderBy('createdAt').orderBy('clientId').execute(),

    async remove(clientId) {
      const removed = await db.deleteFrom('clients').where('clientId', '=', clientId).executeTakeFirst();
      return removed.numDeletedRows > 0n;
    },
  };
}

export function logoutNoticeStore(db: Db): LogoutNoticeStore {
  return {
    async add(notice) {
      await db
        .insertInto('logoutNotices')
        .values({ ...notice, attempts: 0 })
        .execute();
    },

    async take(now, until, limit) {
      const due = await db
        .selectFrom('logoutNotices')
        .select('id')
        .where('nextAt', '<=', now)
        .orderBy('nextAt')
        .limit(limit)
        .execute();
      if (due.length === 0) return [];
      return db
        .updateTable('logoutNotices')
        .set((row) => ({ nextAt: until, attempts: row('attempts', '+', 1) }))
        .where(
          'id',
          'in',
          due.map(({ id }) => id),
        )
        .where('nextAt', '<=', now)
        .returningAll()
        .execute();
    },

    async later(id, nextAt) {
      await db.updateTable('logoutNotices').set({ nextAt }).where('id', '=', id).execute();
    },

    async remove(id) {
      await db.deleteFrom('logoutNotices').where('id', '=', id).execute();
    },
  };
}
