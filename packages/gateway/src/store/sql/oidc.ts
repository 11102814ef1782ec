import type { ClientStore, LogoutNoticeStore, OidcArtifact, OidcArtifactStore, SigningKeyStore } from '../oidc.ts';
import { statement } from './prepared.ts';
import { rowGroup } from './row-group.ts';
import type { Db } from './tables.ts';

const all = (db: Db) => db.selectFrom('oidcArtifacts').selectAll();
const found = statement((db) => all(db).where('model', '=', '').where('idDigest', '=', ''));
const foundByUid = statement((db) => all(db).where('model', '=', '').where('uidDigest', '=', ''));
const consumption = (db: Db, change: { consumedAt: number; expiresAt?: number }) =>
  db
    .updateTable('oidcArtifacts')
    .set(change)
    .where('model', '=', '')
    .where('idDigest', '=', '')
    .where('consumedAt', 'is', null)
    .returning('idDigest');
const consumed = statement((db) => consumption(db, { consumedAt: 0 }));
const consumedUntil = statement((db) => consumption(db, { consumedAt: 0, expiresAt: 0 }));
const removed = statement((db) => db.deleteFrom('oidcArtifacts').where('model', '=', '').where('idDigest', '=', ''));

/** Statements by the number of their rows. */
const upserts = new Map<number, ReturnType<typeof statement>>();

async function upsert(db: Db, rows: readonly Written[]): Promise<void> {
  const written = upserts.get(rows.length) ?? statement((db) => upsertion(db, rows.length));
  upserts.set(rows.length, written);
  await written(db, ...rows.flatMap((row) => columns.map((column) => row[column])));
}

export function oidcArtifactStore(db: Db): OidcArtifactStore {
  const grouped = rowGroup(
    (rows: readonly Written[]) => upsert(db, rows),
    ({ model, idDigest }) => `${model} ${idDigest}`,
  );

  return {
    // A server gets the rows of one turn in one statement; SQLite commits the statements of one turn together.
    put: db.getExecutor().adapter.supportsMultipleConnections ? grouped : (row) => upsert(db, [row]),

    find: async (model, idDigest) => (await found(db, model, idDigest))[0],

    findByUid: async (model, uidDigest) => (await foundByUid(db, model, uidDigest))[0],

    ofPerson: (model, personId) =>
      db.selectFrom('oidcArtifacts').selectAll().where('model', '=', model).where('personId', '=', personId).execute(),

    async consume(model, idDigest, now, until) {
      const rows =
        until === undefined
          ? await consumed(db, now, model, idDigest)
          : await consumedUntil(db, now, until, model, idDigest);
      return rows.length > 0;
    },

    async remove(model, idDigest) {
      await removed(db, model, idDigest);
    },

    async removeOfGrant(grantDigest, model) {
      const family = db.deleteFrom('oidcArtifacts').where('grantDigest', '=', grantDigest);
      await (model === undefined ? family : family.where('model', '=', model)).execute();
    },

    async removeOfPerson(personId) {
      await db.deleteFrom('oidcArtifacts').where('personId', '=', personId).execute();
    },

    async removeOfClient(clientId) {
      await db.deleteFrom('oidcArtifacts').where('clientId', '=', clientId).execute();
    },
  };
}

type Written = Omit<OidcArtifact, 'consumedAt'>;

const columns = [
  'model',
  'idDigest',
  'payloadSealed',
  'grantDigest',
  'uidDigest',
  'personId',
  'clientId',
  'createdAt',
  'expiresAt',
] as const satisfies readonly (keyof Written)[];

/** So many rows at once, each with its columns in the order above. */
function upsertion(db: Db, rows: number) {
  const blank = Object.fromEntries(columns.map((column) => [column, ''])) as unknown as Written;
  return db
    .insertInto('oidcArtifacts')
    .values(Array.from({ length: rows }, () => blank as OidcArtifact))
    .onConflict((conflict) =>
      conflict.columns(['model', 'idDigest']).doUpdateSet(({ ref }) => ({
        payloadSealed: ref('excluded.payloadSealed'),
        grantDigest: ref('excluded.grantDigest'),
        uidDigest: ref('excluded.uidDigest'),
        personId: ref('excluded.personId'),
        clientId: ref('excluded.clientId'),
        expiresAt: ref('excluded.expiresAt'),
      })),
    );
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
