/** Sign-ins that begin on one node and come back to both, on one PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemTimer } from '../../src/timer.ts';
import { standIn, type TestGateway, testGateway } from '../harness.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';
import { browser, type Codes, callback, issueCodes, openidOf, pushAccount } from './browser.ts';

const programs = postgresPrograms();

describe.skipIf(programs === undefined)('two gateways on one PostgreSQL', () => {
  let cluster: Cluster;
  let nodes: [TestGateway, TestGateway];
  let codes: Codes;
  /** Requests whose path is relative go to the node named. */
  const on = (node: TestGateway, path: string) => node.url(path);

  beforeAll(async () => {
    cluster = await startCluster(programs!);
    const database = { url: await cluster.database() };
    const wechat = standIn();
    codes = issueCodes(wechat);
    const gateway = () => testGateway({ database }, { wechat, timer: systemTimer });
    nodes = [await gateway(), await gateway()];
  });
  afterAll(async () => {
    for (const node of nodes ?? []) await node.close();
    await cluster?.stop();
  });

  it('OAC-09 P8 twenty callbacks, each loaded on both nodes at once: one exchange, one person and one session each', async () => {
    const before = codes.exchanges();
    const visits = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const visitor = browser(nodes[0]);
        const started = await visitor.get('/login/service?return_to=/x');
        const address = callback(started.location, codes.of(`visitor ${index}`));
        const loads = [visitor, visitor.copy()];
        const replies = await Promise.all(loads.map((load, at) => load.get(on(nodes[at as 0 | 1], address))));
        expect(replies.map(({ status, location }) => [status, location])).toEqual([
          [303, '/x'],
          [303, '/x'],
        ]);
        return loads.map(({ jar }) => jar.get('session'));
      }),
    );
    expect(codes.exchanges() - before).toBe(20);
    for (const [one, two] of visits) expect(one).toBe(two);
    const person = await nodes[1].parts.people.find(pushAccount('service').appId, openidOf('visitor 7'));
    expect(person).toBeDefined();
    expect(await nodes[1].parts.store.people.count()).toBe(20);
  });

  it('a session of one node is known to the other', async () => {
    const visitor = browser(nodes[0]);
    const started = await visitor.get('/login/service');
    await visitor.get(on(nodes[1], callback(started.location, codes.of('wanderer'))));
    expect((await visitor.get(on(nodes[0], '/me'))).body).toContain('登录<br>成功');
    await visitor.post(on(nodes[1], '/me/sign-out'));
    expect((await visitor.copy().get(on(nodes[0], '/me'))).body).toContain('你还没有登录');
  });
});
