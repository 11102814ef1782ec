import type { Identity, PeopleStore, Person } from '../people.ts';
import { preparedInsert, statement } from './prepared.ts';
import type { Capabilities, Db } from './tables.ts';

/** Every table whose rows are about one (appId, openid). */
const ownedByIdentity = [
  'identities',
  'profileFields',
  'avatars',
  'followers',
  'grants',
  'sessions',
  'linkTickets',
  'linkCodes',
] as const;

const byId = statement((db) => db.selectFrom('persons').selectAll().where('id', '=', ''));
const byOpenid = statement((db) =>
  db.selectFrom('identities').selectAll().where('appId', '=', '').where('openid', '=', ''),
);
const insertPerson = preparedInsert((db, rows: readonly Person[]) => db.insertInto('persons').values(rows), ['id']);
const insertIdentity = preparedInsert(
  (db, rows: readonly Identity[]) =>
    db
      .insertInto('identities')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['appId', 'openid']).doNothing()),
  ['appId', 'openid'],
);

export function peopleStore(db: Db, { rowLocks }: Capabilities): PeopleStore {
  const find = async (id: string) => (await byId(db, id))[0];
  return {
    async create({ id, createdAt }) {
      await insertPerson(db, [{ id, createdAt, mergedInto: null }]);
    },

    find,

    async current(id) {
      let person: Person | undefined = await find(id);
      while (person?.mergedInto != null) person = await find(person.mergedInto);
      return person;
    },

    async family(id) {
      const all = [(await this.current(id))?.id ?? id];
      for (let parents: readonly string[] = all; parents.length > 0; ) {
        const aliases = await db.selectFrom('persons').select('id').where('mergedInto', 'in', parents).execute();
        parents = aliases.map((alias) => alias.id);
        all.push(...parents);
      }
      return all;
    },

    async discard(id) {
      await db
        .deleteFrom('persons')
        .where('id', '=', id)
        .where(({ not, exists, selectFrom }) =>
          not(exists(selectFrom('identities').select('openid').whereRef('identities.personId', '=', 'persons.id'))),
        )
        .execute();
    },

    identity: async (appId, openid) => (await byOpenid(db, appId, openid))[0],

    identities: (personId) =>
      db
        .selectFrom('identities')
        .selectAll()
        .where('personId', '=', personId)
        .orderBy('createdAt')
        .orderBy('appId')
        .execute(),

    addIdentity: async (identity) => (await insertIdentity(db, [identity])).length > 0,

    async attachUnionid(appId, openid, openPlatform, unionid) {
      const attached = await db
        .updateTable('identities')
        .set({ openPlatform, unionid })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where('openPlatform', 'is', null)
        .executeTakeFirst();
      return attached.numUpdatedRows > 0n;
    },

    async noteUnionid(appId, openid, unionid) {
      await db
        .updateTable('identities')
        .set({ unionid })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .where('openPlatform', 'is', null)
        .execute();
    },

    async ownIdentity(appId, openid) {
      await db
        .updateTable('identities')
        .set({ foreign: 0 })
        .where('appId', '=', appId)
        .where('openid', '=', openid)
        .execute();
    },

    async removeIdentity(appId, openid) {
      for (const table of ownedByIdentity) {
        await db.deleteFrom(table).where('appId', '=', appId).where('openid', '=', openid).execute();
      }
    },

    identitiesOf(appId, { limit, after }) {
      const rows = db.selectFrom('identities').selectAll().where('appId', '=', appId).orderBy('openid').limit(limit);
      return (after === undefined ? rows : rows.where('openid', '>', after)).execute();
    },

    async moveIdentity(from, to) {
      const { appId, openid, account } = to;
      const key = { appId, openid };
      await db
        .updateTable('identities')
        .set(to)
        .where('appId', '=', from.appId)
        .where('openid', '=', from.openid)
        .execute();
      for (const table of ['profileFields', 'avatars', 'followers'] as const) {
        await db
          .updateTable(table)
          .set(key)
          .where('appId', '=', from.appId)
          .where('openid', '=', from.openid)
          .execute();
      }
      await db
        .updateTable('sessions')
        .set({ ...key, account })
        .where('appId', '=', from.appId)
        .where('openid', '=', from.openid)
        .execute();
      for (const table of ['grants', 'linkTickets', 'linkCodes'] as const) {
        await db.deleteFrom(table).where('appId', '=', from.appId).where('openid', '=', from.openid).execute();
      }
    },

    union: (openPlatform, unionid) =>
      db
        .selectFrom('unions')
        .selectAll()
        .where('openPlatform', '=', openPlatform)
        .where('unionid', '=', unionid)
        .executeTakeFirst(),

    unions: (personId) => db.selectFrom('unions').selectAll().where('personId', '=', personId).execute(),

    async claimUnion(union) {
      await db
        .insertInto('unions')
        .values(union)
        .onConflict((conflict) => conflict.columns(['openPlatform', 'unionid']).doNothing())
        .execute();
      const owner = await db
        .selectFrom('unions')
        .select('personId')
        .where('openPlatform', '=', union.openPlatform)
        .where('unionid', '=', union.unionid)
        .executeTakeFirstOrThrow();
      return owner.personId;
    },

    async merge(from, into) {
      for (const table of ['identities', 'unions', 'sessions'] as const) {
        await db.updateTable(table).set({ personId: into }).where('personId', '=', from).execute();
      }
      await db.updateTable('persons').set({ mergedInto: into }).where('id', '=', from).execute();
    },

    async lock(ids) {
      if (!rowLocks || ids.length === 0) return;
      await db
        .selectFrom('persons')
        .select('id')
        .where('id', 'in', [...ids])
        .orderBy('id')
        .forUpdate()
        .execute();
    },

    async erase(id) {
      const identities = await db
        .selectFrom('identities')
        .select(['appId', 'openid'])
        .where('personId', '=', id)
        .execute();
      for (const { appId, openid } of identities) {
        await this.removeIdentity(appId, openid);
        // What was begun with the openid and has no person yet.
        await db.deleteFrom('handoffs').where('appId', '=', appId).where('openid', '=', openid).execute();
        await db
          .updateTable('logins')
          .set({ openid: null })
          .where('appId', '=', appId)
          .where('openid', '=', openid)
          .execute();
        await db.deleteFrom('linkCodes').where('targetAppId', '=', appId).where('targetOpenid', '=', openid).execute();
      }
      for (const table of ['sessions', 'handoffs', 'subjects', 'oidcArtifacts', 'logoutNotices'] as const) {
        await db.deleteFrom(table).where('personId', '=', id).execute();
      }
      await db.updateTable('logins').set({ openid: null, personId: null }).where('personId', '=', id).execute();
      await db.deleteFrom('unions').where('personId', '=', id).execute();
      await db
        .deleteFrom('merges')
        .where((row) => row.or([row('personId', '=', id), row('formerId', '=', id)]))
        .execute();
      const aliases = await db.selectFrom('persons').select('id').where('mergedInto', '=', id).execute();
      for (const alias of aliases) await this.erase(alias.id);
      await db.deleteFrom('persons').where('id', '=', id).execute();
    },

    list({ limit, after }) {
      const page = db.selectFrom('persons').selectAll().where('mergedInto', 'is', null).orderBy('id').limit(limit);
      return (after === undefined ? page : page.where('id', '>', after)).execute();
    },

    async count() {
      const { people } = await db
        .selectFrom('persons')
        .select(({ fn }) => fn.countAll<number>().as('people'))
        .where('mergedInto', 'is', null)
        .executeTakeFirstOrThrow();
      return people;
    },
  };
}
