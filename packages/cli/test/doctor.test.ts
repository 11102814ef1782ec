import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@mingpian/gateway/config';
import { type Gateway, startGateway } from '@mingpian/gateway/server';
import { type Simulator, startSimulator } from '@mingpian/simulator/server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { trialConfig } from '../src/trial/gateway-config.ts';
import { runHere } from './run.ts';

interface Finding {
  readonly check: string;
  readonly account?: string;
  readonly outcome: string;
  readonly what: string;
  readonly next?: string;
}
interface Written {
  public_url: string;
  verify_files: string[];
  database: { url: string };
  accounts: { name: string; app_secret: string; verified: boolean; push?: { token: string; mode: string } }[];
}

const folder = mkdtempSync(join(tmpdir(), 'mingpian-doctor-'));
let simulator: Simulator;
let gateway: Gateway;
let right: Written;
const healthy: Record<string, unknown> = { oauthDomains: ['127.0.0.1', 'localhost'], ipAllowlist: [], verified: true };

const control = (path: string, method: string, body: unknown) =>
  fetch(`${simulator.urls.control}/worlds/default${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const wechatHas = async (fields: Record<string, unknown>) => {
  expect((await control('/accounts/service', 'PUT', fields)).status).toBe(200);
};

/** The doctor's findings about the service account, with this change of the file. */
async function doctor(change: (config: Written) => void = () => {}, account = 'service') {
  const config = structuredClone(right);
  change(config);
  const file = join(folder, 'changed.yaml');
  writeFileSync(file, JSON.stringify(config));
  const ran = await runHere(['doctor', account, '--json', '--config', file], { now: Date.now });
  const lines = ran.stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const findings = lines.filter(({ event }) => event === 'finding') as Finding[];
  const notWell = findings.filter(({ outcome }) => outcome !== 'ok');
  return { ...ran, findings, notWell, done: lines.find(({ event }) => event === 'done') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

beforeAll(async () => {
  simulator = await startSimulator();
  const options = {
    host: '127.0.0.1',
    port: await freePort(),
    folder,
    language: 'en',
    clientSecret: 'c'.repeat(10),
  } as const;
  right = trialConfig({
    ...options,
    clientSecret: 'uYq2gkHJ0mT8xVb4NsWd6Zr1Lp3Ec5Af',
    world: simulator.ready(),
    at: Date.now(),
  }) as Written;
  const file = join(folder, 'right.yaml');
  writeFileSync(file, JSON.stringify(right));
  gateway = await startGateway(loadConfig(file), { log: { debug() {}, info() {}, warn() {}, error() {} } });
  const connected = await control('/accounts/service/connect', 'POST', {
    url: `${right.public_url}/wechat/service/webhook`,
  });
  expect(await connected.json()).toEqual({ ok: true });
});
afterAll(async () => {
  await gateway?.close();
  await simulator?.close();
  rmSync(folder, { recursive: true });
});
afterEach(() => wechatHas(healthy));

describe('a set-up that is right', () => {
  it('passes every check, in their order, with exit code 0', async () => {
    const { code, findings, notWell, done } = await doctor();
    expect(notWell).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'database',
      'public_address',
      'verify_files',
      'push_mode',
      'webhook',
      'app_token',
      'permissions',
      'wechat_console',
      'callback_host',
    ]);
    expect({ code, done }).toEqual({ code: 0, done: { event: 'done', ok: true, problems: 0, advice: 0 } });
  });

  it('leaves the live app token alone', async () => {
    const { appTokens } = gateway.parts.accounts.byName('service')!.wechat;
    const before = await appTokens.get();
    await doctor();
    await gateway.parts.accounts.byName('service')!.wechat.user.followers().next();
    expect((await appTokens.get()).value).toBe(before.value);
  });

  it('is told to people in both languages, under the names of the accounts', async () => {
    const file = join(folder, 'right.yaml');
    const english = await runHere(['doctor', '--config', file], { now: Date.now });
    expect(english.stdout).toMatch(/^gateway\n {2}✓ database .*The database answers/);
    expect(english.stdout).toMatch(/\nservice\n/);
    expect(english.stdout).toMatch(/\nwebsite\n/);
    const chinese = await runHere(['doctor', 'service', '--lang', 'zh', '--config', file], { now: Date.now });
    expect(chinese.stdout).toMatch(/^网关\n {2}✓ database .*数据库可用/);
  });
});

describe('each thing broken once', () => {
  it('a database without migrations', async () => {
    const { code, notWell } = await doctor((config) => {
      config.database.url = `sqlite:${join(folder, 'empty.db')}`;
    });
    expect(code).toBe(1);
    expect(notWell).toMatchObject([
      { check: 'database', outcome: 'problem', next: expect.stringContaining('mingpian migrate') },
      { check: 'permissions', outcome: 'skipped' },
      { check: 'wechat_console', outcome: 'skipped' },
    ]);
  });

  it('no gateway at public_url: what hangs on it is not looked at, the rest is', async () => {
    const port = await freePort();
    const { code, notWell, stderr } = await doctor((config) => {
      config.public_url = `http://127.0.0.1:${port}`;
    });
    expect(code).toBe(1);
    expect(notWell).toMatchObject([
      { check: 'public_address', outcome: 'problem', next: expect.stringContaining('mingpian serve') },
      { check: 'verify_files', outcome: 'skipped' },
      { check: 'webhook', outcome: 'skipped' },
    ]);
    expect(stderr).toContain('one problem');
  });

  it('something else answers at public_url', async () => {
    const server = createServer((_request, reply) => reply.writeHead(502).end('bad gateway'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { notWell } = await doctor((config) => {
      config.public_url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    server.close();
    expect(notWell[0]).toMatchObject({ check: 'public_address', what: expect.stringContaining('502') });
  });

  it('a verification file that the running gateway does not serve', async () => {
    const { notWell } = await doctor((config) => {
      config.verify_files.push('MP_verify_0123456789abcdef.txt');
    });
    expect(notWell).toMatchObject([{ check: 'verify_files', outcome: 'problem' }]);
  });

  it('another Token than that of the running gateway', async () => {
    const { notWell } = await doctor((config) => {
      config.accounts.find(({ name }) => name === 'service')!.push!.token = 'kD83jSk20Ls9xMq47Tz1Wv5Yb6Nc0RfG';
    });
    expect(notWell).toMatchObject([{ check: 'webhook', outcome: 'problem', what: expect.stringContaining('Token') }]);
    expect(JSON.stringify(notWell)).not.toContain('kD83jSk20Ls9xMq47Tz1Wv5Yb6Nc0RfG');
  });

  it('an account that the running gateway does not know', async () => {
    const { notWell } = await doctor((config) => {
      config.accounts.find(({ name }) => name === 'service')!.name = 'renamed';
      for (const account of config.accounts as { borrows?: string }[]) if (account.borrows) account.borrows = 'renamed';
      for (const client of (config as unknown as { clients: { account: string }[] }).clients)
        client.account = 'renamed';
    }, 'renamed');
    expect(notWell).toMatchObject([
      { check: 'webhook', outcome: 'problem', what: expect.stringContaining('does not know') },
    ]);
  });

  it('a wrong AppSecret', async () => {
    const secret = '0f'.repeat(16);
    const { notWell, stdout, stderr } = await doctor((config) => {
      config.accounts.find(({ name }) => name === 'service')!.app_secret = secret;
    });
    expect(notWell).toMatchObject([
      { check: 'app_token', outcome: 'problem', what: expect.stringMatching(/WeChat answers \d{5}/) },
      { check: 'permissions', outcome: 'skipped' },
      { check: 'wechat_console', outcome: 'skipped' },
    ]);
    expect(stdout + stderr).not.toContain(secret);
    // Nothing but findings and the last sentence: no line of the log among them.
    expect(stderr).not.toContain('{');
  });

  it('an address that is not in the IP list: the finding names it', async () => {
    await wechatHas({ ipAllowlist: ['192.0.2.1'] });
    const { notWell } = await doctor();
    expect(notWell[0]).toMatchObject({ check: 'app_token', what: expect.stringContaining('40164 (127.0.0.1)') });
  });

  it('an account whose verification has lapsed', async () => {
    await wechatHas({ verified: false });
    const { notWell } = await doctor();
    expect(notWell).toMatchObject([
      { check: 'permissions', outcome: 'problem', what: expect.stringContaining('48001') },
      { check: 'callback_host', outcome: 'problem', what: expect.stringContaining('10005') },
    ]);
  });

  it('an account that is verified and not configured so', async () => {
    const { code, notWell } = await doctor((config) => {
      config.accounts.find(({ name }) => name === 'subscription')!.verified = false;
    }, 'subscription');
    expect(notWell).toContainEqual(
      expect.objectContaining({
        check: 'permissions',
        outcome: 'advice',
        next: expect.stringContaining('verified: true'),
      }),
    );
    expect(code).toBe(1); // Its address is not in the console either: below.
  });

  it('an address of pushes that the console does not have', async () => {
    const { notWell } = await doctor(undefined, 'subscription');
    expect(notWell).toContainEqual(
      expect.objectContaining({
        check: 'wechat_console',
        outcome: 'problem',
        next: expect.stringContaining(`${right.public_url}/wechat/subscription/webhook`),
      }),
    );
  });

  it('a callback host that the console does not have', async () => {
    await wechatHas({ oauthDomains: ['shop.example.com'] });
    const { notWell } = await doctor();
    expect(notWell).toMatchObject([
      { check: 'callback_host', outcome: 'problem', next: expect.stringMatching(/ Here it is 127\.0\.0\.1\.$/) },
    ]);
  });

  it('no simulator at the address that the configuration names', async () => {
    const port = await freePort();
    const { notWell } = await doctor((config) => {
      Object.assign(config, { wechat: { simulator: `http://127.0.0.1:${port}` } });
    });
    const gone = { outcome: 'problem', next: expect.stringContaining('mingpian simulate') };
    expect(notWell).toMatchObject([
      { check: 'app_token', ...gone },
      { check: 'permissions', outcome: 'skipped' },
      { check: 'wechat_console', outcome: 'skipped' },
      { check: 'callback_host', ...gone },
    ]);
  });

  it('pushes in the clear, and none at all', async () => {
    const plain = await doctor((config) => {
      const { push } = config.accounts.find(({ name }) => name === 'service')!;
      Object.assign(push!, { mode: 'plain', trust_plain_push: true });
    });
    expect(plain.notWell).toMatchObject([
      { check: 'push_mode', outcome: 'advice', next: expect.stringContaining('safe') },
    ]);
    expect(plain.code).toBe(0);
    const none = await doctor((config) => {
      delete config.accounts.find(({ name }) => name === 'subscription')!.push;
    }, 'subscription');
    expect(none.notWell[0]).toMatchObject({ check: 'push_mode', outcome: 'advice' });
  });
});

describe('what cannot be asked', () => {
  it('a configuration that must not start is one sentence and 78', async () => {
    const ran = await doctor((config) => {
      config.public_url = 'http://shop.example.com';
    });
    expect(ran).toMatchObject({ code: 78, stdout: '', stderr: expect.stringContaining('public_url') });
  });

  it('an account that is not configured', async () => {
    expect(await doctor(undefined, 'nobody')).toMatchObject({ code: 2, stderr: expect.stringContaining('service') });
  });
});
