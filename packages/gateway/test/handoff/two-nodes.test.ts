/** A computer on one node, a phone and a chat on the other: everything between them is in the store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemTimer } from '../../src/timer.ts';
import { standIn, type TestGateway, testGateway, textMessage } from '../harness.ts';
import { browser, type Codes, callback, issueCodes, openidOf } from '../login/browser.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';
import { desktopAgent, phoneAgent } from './stage.ts';

const programs = postgresPrograms();

describe.skipIf(programs === undefined)('two gateways on one PostgreSQL', () => {
  let cluster: Cluster;
  let one: TestGateway;
  let other: TestGateway;
  let codes: Codes;

  beforeAll(async () => {
    cluster = await startCluster(programs!);
    const database = { url: await cluster.database() };
    const wechat = standIn();
    codes = issueCodes(wechat);
    // One address for both, as behind a balancer.
    one = await testGateway({ database }, { wechat, timer: systemTimer });
    other = await testGateway({ database }, { wechat, timer: systemTimer });
  });
  afterAll(async () => {
    for (const node of [one, other]) await node?.close();
    await cluster?.stop();
  });

  /** The next thing that a stream says. */
  async function told(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
    return new TextDecoder().decode((await reader.read()).value);
  }

  it('the phone confirms at the one, the computer hears it at the other and goes on at either', async () => {
    const desktop = browser(one);
    const { location: path } = await desktop.get('/login/service?return_to=/orders', desktopAgent);
    const page = await desktop.get(path, desktopAgent);
    expect(page.body).toContain('class="qr"');
    const cookie = [...desktop.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const stream = await fetch(one.url(`${path}/events`), { headers: { cookie } });
    const reader = stream.body!.getReader();
    expect(await told(reader)).toContain('"new"');
    const { createHandoffs } = await import('../../src/handoff/handoffs.ts');
    const { createCookies } = await import('../../src/login/cookies.ts');
    const handoffs = createHandoffs(one.parts, createCookies(one.urls.public));
    const { handoff, binding } = await handoffs.waiting(path.split('/').at(-1)!, { cookies: desktop.jar });
    const scan = `/login/scan/${handoffs.handle(handoff, binding)}`;

    const phone = browser(other);
    const started = await phone.get(scan);
    const back = await phone.get(callback(started.location, codes.of('xiaoming')));
    await phone.get(back.location);
    expect(await told(reader)).toContain('"scanned"');
    await phone.post(scan, { match: String(handoff.matchNumber) });
    expect(await told(reader)).toContain('"confirmed"');
    const finished = await Promise.all([one, other].map((node) => desktop.copy().get(node.url(`${path}/go`))));
    expect(finished.map(({ location }) => location)).toEqual(['/orders', '/orders']);
    expect(new Set(finished.flatMap(({ cookies }) => cookies)).size).toBe(1);
  });

  it('LNK-06 wrong codes are counted together: three at the one and two at the other are five', async () => {
    const phone = browser(one);
    const { location: path } = await phone.get('/login/service', phoneAgent);
    const digits = /class="kou">(\d{6})</.exec((await phone.get(path, phoneAgent)).body)![1]!;
    const wrong = String((Number(digits) + 1) % 1_000_000).padStart(6, '0');
    const say = (node: TestGateway, text: string) =>
      node.push('service', textMessage('service', openidOf('guesser'), text));
    for (const node of [one, one, one, other, other]) await say(node, wrong);
    expect((await say(other, digits)).reply).toBe('success');
    expect((await say(one, digits)).reply).toBe('success');
    expect((await one.parts.store.handoffs.find(path.split('/').at(-1)!))?.status).toBe('new');
  });
});
