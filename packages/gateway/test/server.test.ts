import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { type Gateway, startGateway } from '../src/server.ts';
import { StoreError } from '../src/store/errors.ts';
import type { Store } from '../src/store/store.ts';
import {
  emptyDatabase,
  openidOf,
  start,
  type TestGateway,
  testGateway,
  textMessage,
  written,
  writtenAccount,
} from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-server-'));
afterAll(() => rmSync(folder, { recursive: true }));

const running: Gateway[] = [];
afterEach(async () => {
  for (const gateway of running.splice(0)) await gateway.close();
});
async function started(...options: Parameters<typeof testGateway>): Promise<TestGateway> {
  const gateway = await testGateway(...options);
  running.push(gateway);
  return gateway;
}

/** One that outlives its gateway. */
const lasting = async (name: string) => ({ url: (await emptyDatabase(join(folder, `${name}.db`))).url });

describe('a gateway', () => {
  it('finds a free port for listener and links alike, and is ready when it has started', async () => {
    const gateway = await started();
    expect(gateway.urls.public).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect(gateway.parts.config.publicUrl).toBe(gateway.urls.public);
    expect(await (await fetch(gateway.url('/healthz'))).json()).toEqual({ status: 'ok' });
    expect(await (await fetch(gateway.url('/readyz'))).json()).toEqual({ status: 'ready' });
    expect(gateway.wechat.calls).toEqual([]);
  });

  it('says that it is not ready when the database is gone, and stays alive', async () => {
    const gateway = await started();
    await gateway.parts.store.close();
    const reply = await fetch(gateway.url('/readyz'));
    expect([reply.status, await reply.json()]).toEqual([503, { status: 'not ready', reason: 'store_unavailable' }]);
    expect((await fetch(gateway.url('/healthz'))).status).toBe(200);
  });

  it('asks the database once for all who want to know within a second, and tells the log once', async () => {
    let checks = 0;
    let failing = true;
    const beforeStore = (store: Store): Store => ({
      ...store,
      async check() {
        checks++;
        if (failing && checks > 1) throw new StoreError('store_unavailable', 'no room');
        await store.check();
      },
    });
    const gateway = await started({}, { beforeStore });
    const ready = async () => (await fetch(gateway.url('/readyz'))).status;
    expect(await Promise.all([ready(), ready(), ready()])).toEqual([503, 503, 503]);
    expect(await ready()).toBe(503);
    expect(checks).toBe(2);
    gateway.timer.pass(1_000);
    expect(await ready()).toBe(503);
    expect(checks).toBe(3);
    expect(gateway.lines.filter((line) => line.includes('not ready'))).toHaveLength(1);
    failing = false;
    gateway.timer.pass(1_000);
    expect(await ready()).toBe(200);
    expect(gateway.lines.filter((line) => line.includes('ready again'))).toHaveLength(1);
  });

  it('refuses an occupied port in one sentence, and leaves the database free', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const database = await lasting('occupied');
    const fields = { public_url: `http://127.0.0.1:${port}`, database };
    await expect(testGateway({ ...fields, listen: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'address_in_use',
      message: `Port ${port} on 127.0.0.1 is already in use.`,
    });
    other.close();
    await started({ database });
  });

  it('stops at once when nothing is under way, and frees port and database', async () => {
    const database = await lasting('stopped');
    const gateway = await testGateway({ database });
    const { port } = new URL(gateway.urls.public);
    await gateway.close();
    await expect(fetch(gateway.url('/healthz'))).rejects.toThrow();
    await started({ database, listen: { host: '127.0.0.1', port }, public_url: gateway.urls.public });
  });

  it('R42 finishes a push that is under way before it stops', async () => {
    let answer: (body: unknown) => void = () => {};
    const gateway = await testGateway();
    gateway.wechat.answers.set('/cgi-bin/user/info', () => new Promise((resolve) => (answer = resolve)));
    const pushed = gateway.push('service', {
      ...textMessage('service', openidOf('last'), ''),
      MsgType: 'event',
      Event: 'subscribe',
    });
    await until(() => gateway.wechat.calls.some(({ operation }) => operation === '/cgi-bin/user/info'));
    const closed = gateway.close();
    answer({ subscribe: 0, openid: openidOf('last') });
    expect((await pushed).reply).toContain('欢迎来到');
    await closed;
  });

  it('stops although something hangs, when its patience ends', async () => {
    const gateway = await testGateway();
    gateway.wechat.answers.set('/cgi-bin/user/info', () => new Promise(() => {}));
    const pushed = gateway
      .push('service', { ...textMessage('service', openidOf('stuck'), ''), MsgType: 'event', Event: 'subscribe' })
      .catch((error: Error) => error);
    await until(() => gateway.wechat.calls.some(({ operation }) => operation === '/cgi-bin/user/info'));
    let closed = false;
    const closing = gateway.close().then(() => (closed = true));
    const patience = setInterval(() => gateway.timer.pass(2_500), 5);
    await closing;
    clearInterval(patience);
    expect(closed).toBe(true);
    await pushed;
  });

  it('warns of accounts with plain pushes', async () => {
    const gateway = await started({
      accounts: [
        writtenAccount('a', {}, { mode: 'plain' }),
        writtenAccount('b', {}, { mode: 'plain', trust_plain_push: true }),
      ],
    });
    const warnings = gateway.lines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn');
    expect(warnings).toMatchObject([{ account: 'a' }, { account: 'b', msg: expect.stringContaining('trusts plain') }]);
  });
});

describe('the app token', () => {
  it('1.2 is fetched once for many callers, kept encrypted, and used again after a restart', async () => {
    const database = await lasting('tokens');
    const first = await testGateway({ database });
    const { wechat } = first.parts.accounts.byName('service')!;
    const tokens = await Promise.all(Array.from({ length: 10 }, () => wechat.appTokens.get()));
    expect(new Set(tokens.map(({ value }) => value)).size).toBe(1);
    expect(first.wechat.calls).toHaveLength(1);
    const row = await first.parts.store.appTokens.find(wechat.appId);
    expect(row).toMatchObject({ generation: 1, leaseHolder: null });
    expect(JSON.stringify(row)).not.toContain(tokens[0]!.value);
    await first.close();

    const second = await started({ database });
    expect((await second.parts.accounts.byName('service')!.wechat.appTokens.get()).value).toBe(tokens[0]!.value);
    expect(second.wechat.calls).toEqual([]);
  });

  it('sealed with a root secret that is gone counts as expired, and the next one follows its generation', async () => {
    const database = await lasting('reseal');
    const first = await testGateway({ database });
    const { accounts, store } = first.parts;
    const { appId } = accounts.byName('service')!.wechat;
    await accounts.byName('service')!.wechat.appTokens.get();
    const { issuedAt, expiresAt } = (await store.appTokens.find(appId))!;
    await store.appTokens.lease(appId, 'another node', expiresAt, issuedAt);
    const foreign = { valueSealed: `v1.00000000.${'A'.repeat(80)}`, issuedAt, expiresAt };
    expect(await store.appTokens.write(appId, 'another node', foreign, 1)).toMatchObject({ generation: 2 });
    await first.close();
    const second = await started({ database });
    await second.parts.accounts.byName('service')!.wechat.appTokens.get();
    expect(await second.parts.store.appTokens.find(appId)).toMatchObject({ generation: 3 });
    expect(second.wechat.calls.map(({ operation }) => operation)).toEqual(['/cgi-bin/stable_token']);
  });
});

describe('answers', () => {
  it.each([
    '/',
    '/healthz',
    '/nowhere',
    '/wechat/service/webhook',
    '/me',
    '/login/service',
  ])('HTP-11 OPX-17 of %s carry the headers that a browser needs, and no server name', async (path) => {
    const gateway = await started();
    const { headers } = await fetch(gateway.url(path), { redirect: 'manual' });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('server') ?? headers.get('x-powered-by')).toBeNull();
  });

  it('HTP-11 over https ask for https from then on', async () => {
    const gateway = await testGateway({ public_url: 'https://login.example.com' });
    running.push(gateway);
    expect(gateway.urls.public).toBe('https://login.example.com');
    expect(gateway.lines).toEqual([]);
  });

  it('LOG-04, I-20 to a failure are a stable word and a reference', async () => {
    const gateway = await started();
    await gateway.parts.store.close();
    const reply = await fetch(gateway.url('/me'), { headers: { cookie: `mp_session=${'a'.repeat(64)}` } });
    const body = await reply.text();
    for (const detail of ['database', 'sqlite', 'node_modules', '.ts:'])
      expect(body.toLowerCase()).not.toContain(detail);
  });

  it('LOG-05 go on where no line can be written, and a figure says so', async () => {
    const counts = { lost: 0 };
    const full = {
      write: () => {
        throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    };
    const gateway = await testGateway({}, { log: createLog(full, 'debug', () => (counts.lost += 1)) });
    running.push(gateway);
    expect((await fetch(gateway.url('/wechat/service/webhook'), { method: 'POST', body: '<xml/>' })).status).toBe(400);
    expect(counts.lost).toBeGreaterThan(0);
    expect(await (await fetch(gateway.urls.metrics)).text()).toContain('mingpian_log_lines_total{outcome="lost"} 0');
  });

  it('HTP-07 HTTP/2 is not spoken: its first words are refused, so no stream can be reset', async () => {
    const gateway = await started();
    const { port } = new URL(gateway.urls.public);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => (text += data.toString('latin1')));
      socket.on('close', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  });

  it('SIM-01 are the same whatever Host claims', async () => {
    const gateway = await started();
    for (const host of ['localhost', '127.0.0.1', 'evil.example']) {
      const reply = await fetch(gateway.url('/wechat/service/webhook'), {
        method: 'POST',
        body: '<xml/>',
        headers: { host, 'x-forwarded-host': host, 'x-forwarded-for': '127.0.0.1' },
      });
      expect(reply.status).toBe(400);
    }
  });
});

it('starts with the machine itself where nothing is handed in', async () => {
  const database = await lasting('machine');
  const gateway = await startGateway(parseConfig(written({ database }), { now: start }), { log: quiet });
  running.push(gateway);
  expect((await fetch(`${gateway.urls.public}/readyz`)).status).toBe(200);
});

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setImmediate(resolve));
}
