import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/store/open.ts';
import { pushAccount, written } from '../harness.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';

export type DatabaseName = 'sqlite' | 'postgres';

/** A configuration on an empty database of this kind, on a port that stays the same over restarts. */
export async function soakWorld(kind: DatabaseName) {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-soak-'));
  let cluster: Cluster | undefined;
  if (kind === 'postgres') {
    const programs = postgresPrograms();
    if (programs === undefined) throw new Error('PostgreSQL is not installed');
    cluster = await startCluster(programs, { durable: true });
  }
  const url = cluster === undefined ? `sqlite:${join(folder, 'soak.db')}` : await cluster.database();
  const port = await freePort();
  const config = (): Record<string, unknown> => ({
    ...written(),
    public_url: `http://127.0.0.1:${port}`,
    listen: { host: '127.0.0.1', port },
    database: { url },
  });
  return {
    config,
    /** What the database says of the pushes that were sent. */
    async judge(acks: { acknowledged: ReadonlySet<string>; sent: ReadonlySet<string> }) {
      const store = openStore(url, { now: () => Date.now() });
      const { appId } = pushAccount('service');
      let [lost, duplicateRows, strangers] = [0, 0, 0];
      for (const openid of acks.sent) {
        const rows = await store.inbox.ofOpenid(appId, openid);
        if (acks.acknowledged.has(openid) && rows.length === 0) lost += 1;
        const keys = new Set(rows.map(({ dedupeKey }) => dedupeKey));
        if (keys.size !== rows.length) duplicateRows += 1;
        if (
          rows.some(({ kind, state }) => kind === 'event:subscribe' && state === 'done') &&
          (await store.people.identity(appId, openid)) === undefined
        )
          strangers += 1;
      }
      const { waiting, dead } = await store.inbox.backlog();
      const people = await store.people.count();
      await store.close();
      return { lost, duplicateRows, strangers, waiting, dead, people };
    },
    close() {
      cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
