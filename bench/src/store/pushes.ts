/** Pushes become durable, 32 a commit: their signatures and their rows, neither of which was there. */
import { equal } from 'node:assert/strict';
import type { Batch } from '../micro/batches.ts';
import { newPush } from './rows.ts';
import { byHandOnFile, storeOnFile } from './sqlite.ts';

const group = 32;

export async function batches(): Promise<Readonly<Record<string, Batch>>> {
  const { store } = await storeOnFile();
  const db = await byHandOnFile();
  const signature = db.prepare('INSERT INTO push_signatures VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const row =
    db.prepare(`INSERT INTO inbox (id, account, app_id, dedupe_key, openid, kind, created_at, received_at, document,
    document_digest, flags, state, reply, attempts, leased_until, last_error)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, ?, NULL) ON CONFLICT (app_id, dedupe_key) DO NOTHING`);

  const ofStore = async () => {
    const answers = await store.inbox.accept(Array.from({ length: group }, newPush));
    return answers.filter(({ outcome }) => outcome === 'fresh').length;
  };
  const byHand = () => {
    let fresh = 0;
    const pushes = Array.from({ length: group }, newPush);
    db.exec('BEGIN IMMEDIATE');
    for (const each of pushes) {
      const { id, account, appId, dedupeKey, openid, kind, createdAt, receivedAt, document, documentDigest, flags } =
        each;
      if (signature.run(appId, each.signature, documentDigest, receivedAt).changes === 0) continue;
      const { state, leasedUntil } = each;
      const { changes } = row.run(
        ...[id, account, appId, dedupeKey, openid, kind, createdAt, receivedAt, document, documentDigest],
        ...[flags, state, leasedUntil],
      );
      fresh += Number(changes);
    }
    db.exec('COMMIT');
    return fresh;
  };
  equal(await ofStore(), group);
  equal(byHand(), group);
  return {
    async store(times) {
      for (let i = 0; i < times; i += group) await ofStore();
    },
    'by hand'(times) {
      for (let i = 0; i < times; i += group) byHand();
    },
  };
}
