/** Follows, as the store keeps them, five hundred a transaction: a person, an identity and a follower of whom nothing is known. */
import { equal } from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Batch } from '../micro/batches.ts';
import { newFan } from './rows.ts';
import { byHandOnFile, storeOnFile } from './sqlite.ts';

const group = 500;
/** How many each file has, by variant. */
const kept = { store: 0, 'by hand': 0 };
const files: Partial<Record<string, DatabaseSync>> = {};

/** A million of them by the pages that the file has now: tables and indexes, with all rows of a follow. */
export function megabytes(variant: keyof typeof kept): number {
  const bytes = files[variant]
    ?.prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get();
  return Number(bytes?.bytes) / kept[variant];
}

export async function batches(): Promise<Readonly<Record<string, Batch>>> {
  const { path, store } = await storeOnFile();
  const db = await byHandOnFile();
  Object.assign(files, { store: new DatabaseSync(path, { readOnly: true }), 'by hand': db });
  const addPerson = db.prepare('INSERT INTO persons (id, created_at, merged_into) VALUES (?, ?, NULL)');
  const addIdentity =
    db.prepare(`INSERT INTO identities (app_id, openid, account, person_id, open_platform, unionid, "foreign",
    origin, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app_id, openid) DO NOTHING`);
  const setFollower =
    db.prepare(`INSERT INTO followers (app_id, openid, subscribed, changed_at, subscribed_at, scene, qr_scene,
    remark, tag_ids) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (app_id, openid) DO UPDATE SET
    subscribed = excluded.subscribed, changed_at = excluded.changed_at,
    subscribed_at = coalesce(excluded.subscribed_at, followers.subscribed_at), scene = coalesce(excluded.scene, followers.scene),
    qr_scene = coalesce(excluded.qr_scene, followers.qr_scene), remark = coalesce(excluded.remark, followers.remark),
    tag_ids = coalesce(excluded.tag_ids, followers.tag_ids) WHERE excluded.changed_at >= followers.changed_at`);

  const ofStore = (fans: number) =>
    store.transaction(async (inside) => {
      let added = 0;
      for (let i = 0; i < fans; i += 1) {
        const { person, identity, follower } = newFan();
        await inside.people.create(person);
        if (await inside.people.addIdentity(identity)) added += 1;
        await inside.followers.set(follower);
      }
      kept.store += added;
      return added;
    });
  const byHand = (fans: number) => {
    let added = 0;
    db.exec('BEGIN IMMEDIATE');
    for (let i = 0; i < fans; i += 1) {
      const { person, identity, follower } = newFan();
      addPerson.run(person.id, person.createdAt);
      const { appId, openid, account, personId, openPlatform, unionid, foreign, origin, createdAt } = identity;
      added += Number(
        addIdentity.run(appId, openid, account, personId, openPlatform, unionid, foreign, origin, createdAt).changes,
      );
      const { subscribed, changedAt, subscribedAt, scene, qrScene, remark, tagIds } = follower;
      setFollower.run(appId, openid, subscribed, changedAt, subscribedAt, scene, qrScene, remark, tagIds);
    }
    db.exec('COMMIT');
    kept['by hand'] += added;
    return added;
  };
  equal(await ofStore(group), group);
  equal(byHand(group), group);
  return {
    async store(times) {
      await ofStore(times);
    },
    'by hand': (times) => void byHand(times),
  };
}
