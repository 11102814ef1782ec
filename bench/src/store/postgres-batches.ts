/** Pushes, a hundred a transaction. By hand a statement takes columns as arrays (`unnest`), so that its text is always the same. */
import { equal } from 'node:assert/strict';
import type { NewPush } from '@mingpian/gateway/store/inbox';
import { openStore } from '@mingpian/gateway/store/open';
import pg from 'pg';
import type { Batch } from '../micro/batches.ts';
import { newPush } from './rows.ts';

const group = 100;

const signatures = {
  name: 'signatures',
  text: `INSERT INTO push_signatures SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
    ON CONFLICT DO NOTHING`,
};
const rows = {
  name: 'rows',
  text: `INSERT INTO inbox (id, account, app_id, dedupe_key, openid, kind, created_at, received_at, document, document_digest,
    flags, state, leased_until, reply) SELECT *, '' FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[],
    $6::text[], $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[])
    ON CONFLICT (app_id, dedupe_key) DO NOTHING`,
};

export async function batches(url = ''): Promise<Readonly<Record<string, Batch>>> {
  const store = openStore(url, { now: Date.now });
  await store.migrate();
  const client = new pg.Client({ connectionString: url });
  await client.connect();

  const ofStore = async () => {
    const answers = await store.inbox.accept(Array.from({ length: group }, newPush));
    return answers.filter(({ outcome }) => outcome === 'fresh').length;
  };
  const byHand = async () => {
    const pushes = Array.from({ length: group }, newPush);
    const columns = (...names: readonly (keyof NewPush)[]) => names.map((name) => pushes.map((push) => push[name]));
    await client.query('BEGIN');
    await client.query({ ...signatures, values: columns('appId', 'signature', 'documentDigest', 'receivedAt') });
    const first = columns(
      'id',
      'account',
      'appId',
      'dedupeKey',
      'openid',
      'kind',
      'createdAt',
      'receivedAt',
      'document',
    );
    const rest = columns('documentDigest', 'flags', 'state', 'leasedUntil');
    const { rowCount } = await client.query({ ...rows, values: [...first, ...rest] });
    await client.query('COMMIT');
    return rowCount;
  };
  equal(await ofStore(), group);
  equal(await byHand(), group);
  return {
    async store(times) {
      for (let i = 0; i < times; i += group) await ofStore();
    },
    async 'by hand'(times) {
      for (let i = 0; i < times; i += group) await byHand();
    },
  };
}
