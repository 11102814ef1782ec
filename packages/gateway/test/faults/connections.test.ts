/** Connections to PostgreSQL that break at the worst moments, under a gateway that is at work. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, openidOf, pushAccount, type TestGateway, testGateway } from '../harness.ts';
import { type DatabaseWire, databaseWire } from '../soak/database-wire.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';

const programs = postgresPrograms();
const { appId } = pushAccount('service');

describe.skipIf(programs === undefined)('a connection to PostgreSQL', () => {
  let cluster: Cluster;
  let wire: DatabaseWire;
  let gateway: TestGateway;
  let admin: pg.Client;

  beforeAll(async () => {
    cluster = await startCluster(programs!);
    const url = await cluster.database();
    wire = await databaseWire(url);
    gateway = await testGateway({ database: { url: wire.url } });
    admin = new pg.Client(url);
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end();
    await gateway?.close();
    wire?.close();
    cluster?.stop();
  });

  const follow = (name: string) => gateway.push('service', event('service', openidOf(name), 'subscribe'));
  const rowsOf = (name: string) => gateway.parts.store.inbox.ofOpenid(appId, openidOf(name));

  it('R19 cut after COMMIT: the inbox is asked again, and the push is answered as one that was stored once', async () => {
    wire.cutAfterCommit(1);
    const answer = await follow('unknown');
    expect(wire.cuts).toBe(1);
    expect(answer.status).toBe(200);
    expect(answer.reply).toContain('欢迎');
    expect(await rowsOf('unknown')).toMatchObject([{ state: 'done', flags: '' }]);
  });

  it('R17 ended by the server inside a transaction fails that transaction and nothing else', async () => {
    const ended = gateway.parts.store.transaction(async (inside) => {
      await admin.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
      await inside.people.count();
    });
    await expect(ended).rejects.toThrow();
    expect(await follow('afterwards')).toMatchObject({ status: 200 });
    expect(await rowsOf('afterwards')).toMatchObject([{ state: 'done' }]);
  });
});
