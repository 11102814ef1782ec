/** Who is this openid? The two reads of every push with effects and of every login: the identity and its person. */
import { deepEqual } from 'node:assert/strict';
import type { Identity, Person } from '@mingpian/gateway/store/people';
import { account } from '../account.ts';
import type { Batch } from '../micro/batches.ts';
import { newFan } from './rows.ts';
import { byHandOnFile, storeOnFile } from './sqlite.ts';

const people = 20_000;

export async function batches(): Promise<Readonly<Record<string, Batch>>> {
  const { store } = await storeOnFile();
  const db = await byHandOnFile();
  const identities =
    db.prepare(`SELECT app_id AS appId, openid, account, person_id AS personId, open_platform AS openPlatform,
    unionid, "foreign", origin, created_at AS createdAt FROM identities WHERE app_id = ? AND openid = ?`);
  const persons = db.prepare('SELECT id, created_at AS createdAt, merged_into AS mergedInto FROM persons WHERE id = ?');
  const addPerson = db.prepare('INSERT INTO persons (id, created_at) VALUES (?, ?)');
  const addIdentity = db.prepare('INSERT INTO identities VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');

  const fans = Array.from({ length: people }, newFan);
  db.exec('BEGIN');
  await store.transaction(async (inside) => {
    for (const { person, identity } of fans) {
      await inside.people.create(person);
      await inside.people.addIdentity(identity);
      const { appId, openid, account, personId, openPlatform, unionid, foreign, origin, createdAt } = identity;
      addPerson.run(person.id, person.createdAt);
      addIdentity.run(appId, openid, account, personId, openPlatform, unionid, foreign, origin, createdAt);
    }
  });
  db.exec('COMMIT');

  const openids = fans.map(({ identity }) => identity.openid);
  const { appId } = account;
  let next = 0;
  const openid = () => openids[next++ % people] as string;

  const ofStore = async () => {
    const { personId } = (await store.people.identity(appId, openid())) as Identity;
    return store.people.current(personId);
  };
  const byHand = () => {
    const { personId } = identities.get(appId, openid()) as unknown as Identity;
    return persons.get(personId) as unknown as Person;
  };
  deepEqual({ ...(await ofStore()) }, { ...fans[0]?.person, mergedInto: null });
  deepEqual({ ...byHand() }, { ...fans[1]?.person, mergedInto: null });
  return {
    async store(times) {
      for (let i = 0; i < times; i += 1) await ofStore();
    },
    'by hand'(times) {
      for (let i = 0; i < times; i += 1) byHand();
    },
  };
}
