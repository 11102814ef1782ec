/** Followers one by one, eight at a time on as many connections: what a follow, an unfollow or an answer of WeChat writes. */
import { equal } from 'node:assert/strict';
import { openStore } from '@mingpian/gateway/store/open';
import pg from 'pg';
import type { Batch } from '../micro/batches.ts';
import { newFan } from './rows.ts';

const connections = 8;

const upsert = {
  name: 'upsert',
  text: `INSERT INTO followers (app_id, openid, subscribed, changed_at, subscribed_at, scene, qr_scene, remark, tag_ids)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (app_id, openid) DO UPDATE SET
    subscribed = excluded.subscribed, changed_at = excluded.changed_at,
    subscribed_at = coalesce(excluded.subscribed_at, followers.subscribed_at), scene = coalesce(excluded.scene, followers.scene),
    qr_scene = coalesce(excluded.qr_scene, followers.qr_scene), remark = coalesce(excluded.remark, followers.remark),
    tag_ids = coalesce(excluded.tag_ids, followers.tag_ids) WHERE excluded.changed_at >= followers.changed_at`,
};

export async function batches(url = ''): Promise<Readonly<Record<string, Batch>>> {
  const store = openStore(url, { now: Date.now, connections });
  await store.migrate();
  const pool = new pg.Pool({ connectionString: url, max: connections });

  const ofStore = () => store.followers.set(newFan().follower);
  const byHand = async () => {
    const { appId, openid, subscribed, changedAt, subscribedAt, scene, qrScene, remark, tagIds } = newFan().follower;
    const values = [appId, openid, subscribed, changedAt, subscribedAt, scene, qrScene, remark, tagIds];
    return (await pool.query({ ...upsert, values })).rowCount === 1;
  };
  const inFlight = (one: () => Promise<unknown>) => async (times: number) => {
    let left = times;
    const drive = async () => {
      for (; left > 0; left -= 1) await one();
    };
    await Promise.all(Array.from({ length: connections }, drive));
  };
  equal(await ofStore(), true);
  equal(await byHand(), true);
  return { store: inFlight(ofStore), 'by hand': inFlight(byHand) };
}
