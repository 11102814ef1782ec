/** Connections to PostgreSQL that break at the worst moments, under a gateway that is at work. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { isUnavailable } from '../../src/store/unavailable.ts';
import { event, openidOf, pushAccount, start, type TestGateway, testGateway } from '../harness.ts';
import { type DatabaseWire, databaseWire } from '../soak/database-wire.ts';
import { authorisePath, shop } from '../soak/visitor.ts';
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
    gateway = await testGateway({ database: { url: wire.url }, clients: [shop] });
    admin = new pg.Client(url);
    await admin.connect();
  });
  afterAll(async () => {
    await admin?.end();
    await gateway?.close();
    wire?.close();
    await cluster?.stop();
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

  it.each([
    ['zh-CN', '我们暂时没法回应'],
    ['en', 'We cannot answer right now'],
  ])('R15 that cannot be made is a page in %s with 503, and one line that names the problem', async (language, heading) => {
    const headers = { 'accept-language': language, cookie: `session=${'0'.repeat(64)}` };
    for (const path of ['/login/service?return_to=/me', '/me']) {
      gateway.lines.splice(0);
      wire.down(true);
      const reply = await fetch(gateway.url(path), { headers, redirect: 'manual' });
      wire.down(false);
      expect([path, reply.status, reply.headers.get('retry-after')]).toEqual([path, 503, '60']);
      expect(await reply.text()).toContain(heading);
      const failed = gateway.lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
      expect(failed).toMatchObject([{ check: 'database', problem: 'unavailable', error: { type: 'Error' } }]);
    }
    expect((await fetch(gateway.url('/me'), { headers })).status).toBe(200);
  });

  it('R15 that cannot be made is a page with 503 to a request of an application too', async () => {
    const request = () =>
      fetch(gateway.url(authorisePath('state')), { headers: { accept: 'text/html' }, redirect: 'manual' });
    expect((await request()).status).toBe(303);
    wire.down(true);
    const reply = await request();
    wire.down(false);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await reply.text()).toContain('unavailable');
  });

  it('R16 held by another is given back in time: the statement ends as unavailable, work that may take long goes on', async () => {
    const { store } = gateway.parts;
    const url = new URL(wire.url);
    url.searchParams.set('statement_timeout', '50');
    const hurried = openStore(url.href, { now: () => start });
    await admin.query('BEGIN');
    await admin.query('LOCK TABLE sessions, tries IN ACCESS EXCLUSIVE MODE');
    try {
      await expect(hurried.tries.count('anybody', start)).rejects.toSatisfy(isUnavailable);
      const sweep = hurried.sweep(start);
      await expect(hurried.tries.count('anybody', start)).rejects.toSatisfy(isUnavailable);
      await admin.query('COMMIT');
      await sweep;
      expect(await store.tries.count('anybody', start)).toBe(0);
    } finally {
      await admin.query('ROLLBACK');
      await hurried.close();
    }
  });

  it('R16 that takes more than a second to be made is waited for, if it is the first of a process', async () => {
    wire.delay(1_200);
    const slow = openStore(wire.url, { now: () => start, connections: 1 });
    try {
      await expect(slow.check()).resolves.toBeUndefined();
    } finally {
      wire.delay(0);
      await slow.close();
    }
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
