import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timer } from '../src/timer.ts';
import { systemTimer } from '../src/timer.ts';
import {
  event,
  openidOf,
  pushAccount,
  type StandIn,
  standIn,
  start,
  type TestGateway,
  testGateway,
} from './harness.ts';
import { buildPush } from './push-builder.ts';
import { type Cluster, postgresPrograms, startCluster } from './store/postgres.ts';

const programs = postgresPrograms();

/** What is asserted here are counts: a busy machine must not turn a slow commit into a refusal. Polling keeps its pace. */
const unhurried: Timer = { after: (ms, callback) => systemTimer.after(ms > 100 ? ms * 20 : ms, callback) };

describe.skipIf(programs === undefined)('two gateways on one PostgreSQL', () => {
  let cluster: Cluster;
  let nodes: [TestGateway, TestGateway];
  let wechat: StandIn;
  const { appId } = pushAccount('service');

  beforeAll(async () => {
    cluster = await startCluster(programs!);
    const database = { url: await cluster.database() };
    wechat = standIn();
    wechat.answers.set('/cgi-bin/user/info', ({ url }) => {
      const openid = new URL(url).searchParams.get('openid');
      return { subscribe: 1, openid, nickname: '小红', subscribe_time: start / 1000, tagid_list: [] };
    });
    // Both migrate the same empty database at the same moment.
    nodes = await Promise.all([
      testGateway({ database }, { wechat, timer: unhurried }),
      testGateway({ database }, { wechat, timer: unhurried }),
    ]);
  });
  afterAll(async () => {
    for (const node of nodes ?? []) await node.close();
    await cluster?.stop();
  });

  it('WH-09 the same push 50 times at once is one row, one effect and 50 equal acks', async () => {
    const openid = openidOf('crowd');
    const built = buildPush(pushAccount('service'), event('service', openid, 'subscribe'), { timestamp: start / 1000 });
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => nodes[n % 2]!.post('service', built)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const contents = new Set(answers.map(({ reply }) => /<Content>.*<\/Content>/.exec(reply)?.[0]));
    expect(contents).toEqual(new Set(['<Content><![CDATA[欢迎你，小红。]]></Content>']));
    expect(wechat.calls.filter(({ operation }) => operation === '/cgi-bin/user/info')).toHaveLength(1);
    const rows = await nodes[0].parts.store.inbox.ofOpenid(appId, openid);
    expect(rows).toMatchObject([{ state: 'done', attempts: 0 }]);
    expect(await nodes[1].parts.store.people.count()).toBe(1);
  });

  it('R10 an expired app token is fetched once for both', async () => {
    for (const node of nodes) node.clock.time += 7_200_000;
    const before = wechat.calls.filter(({ operation }) => operation === '/cgi-bin/stable_token').length;
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, n) => nodes[n % 2]!.parts.accounts.byName('service')!.wechat.appTokens.get()),
    );
    const after = wechat.calls.filter(({ operation }) => operation === '/cgi-bin/stable_token').length;
    expect(after - before).toBe(1);
    expect(new Set(tokens.map(({ value }) => value)).size).toBe(1);
    for (const node of nodes) node.clock.time = start;
  });

  it('a stop of one leaves the other at work', async () => {
    await nodes[0].close();
    const answer = await nodes[1].push('service', event('service', openidOf('left'), 'subscribe'));
    expect(answer.reply).toContain('小红');
  });
});
