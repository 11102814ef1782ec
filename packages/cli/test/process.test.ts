// The command as a process: ready lines, signals, ports, and what a command beside the simulator finds.

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const program = join(import.meta.dirname, '../bin/mingpian.mjs');
const running: ChildProcess[] = [];

function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const text = { stdout: '', stderr: '' };
  const lines: string[] = [];
  const first = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      resolve(line);
    });
  });
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (text.stderr += part));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, first, lines, ended, text };
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const keys = (value: object): string => Object.keys(value).join();

describe('ready lines', () => {
  it('simulate', async () => {
    const { first } = start(['simulate', '--json', '--port', '0']);
    const ready = JSON.parse(await first);
    expect(ready).toMatchObject({ event: 'ready', name: 'simulator', world: 'default' });
    expect(ready.urls).toMatchObject({ phone: `${ready.urls.base}/phone/`, control: `${ready.urls.base}/_sim/v1` });
    expect(ready.accounts.map(({ name }: { name: string }) => name)).toEqual([
      'service',
      'subscription',
      'unverified',
      'sandbox',
      'website',
    ]);
    expect(keys(ready.accounts[0])).toBe(
      'name,title,kind,verified,appId,appSecret,originalId,token,encodingAesKey,pushMode,oauthDomains',
    );
    expect((await fetch(`${ready.urls.control}/ready`)).status).toBe(200);
  });

  it('try: everything answers, the push URLs are verified, the menu is published', async () => {
    const { first, lines } = start(['try', '--json', '--port', '0']);
    const ready = JSON.parse(await first);
    const shop = await fetch(ready.urls.demo);
    expect(await shop.text()).toContain('SIMULATED');
    const to = await fetch(`${ready.urls.demo}/sign-in`, { redirect: 'manual' });
    expect(to.headers.get('location')).toContain(`${ready.urls.gateway}/oauth2/authorize?`);
    expect(ready.client).toMatchObject({ issuer: ready.urls.gateway, client_id: 'dev' });
    const asked = await fetch(
      `${ready.urls.gateway}/oauth2/authorize?${new URLSearchParams({
        response_type: 'code',
        client_id: 'dev',
        redirect_uri: 'http://127.0.0.1:9/any/path',
        scope: 'openid',
      })}`,
      { redirect: 'manual' },
    );
    expect([asked.status, asked.headers.get('location')]).toEqual([303, expect.stringContaining('/login/request/')]);
    // The client of a page without a server: no secret, and its scripts may call.
    const called = await fetch(`${ready.urls.gateway}/oauth2/token`, {
      method: 'POST',
      headers: { origin: 'http://localhost:5173' },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'dev-spa',
        code: 'unknown',
        redirect_uri: 'http://localhost:5173/',
        code_verifier: 'v'.repeat(43),
      }),
    });
    expect(called.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(await called.json()).toMatchObject({ error: 'invalid_grant' });
    expect(lines).toHaveLength(1);
    expect(ready).toMatchObject({
      event: 'ready',
      name: 'try',
      people: expect.any(Array),
      accounts: expect.any(Array),
    });
    const { gateway, control } = ready.urls;
    expect((await fetch(`${gateway}/readyz`)).status).toBe(200);
    const service = await (await fetch(`${control}/worlds/default/accounts/service`)).json();
    expect(service).toMatchObject({ push: { url: `${gateway}/wechat/service/webhook` } });
    expect(JSON.stringify(await (await fetch(`${control}/worlds/default/accounts/service/menu`)).json())).toContain(
      '我的',
    );
  });
});

describe.each(['SIGTERM', 'SIGINT'] as const)('%s', (signal) => {
  it.each(['simulate', 'try'])('ends %s with 0 and frees the port', async (verb) => {
    const { child, first, ended } = start([verb, '--json', '--port', '0']);
    const { pid, urls } = JSON.parse(await first);
    expect(pid).toBe(child.pid);
    process.kill(pid, signal);
    expect(await ended).toBe(0);
    await expect(fetch(urls.base)).rejects.toThrow();
  });
});

describe('ports', () => {
  it.each(['simulate', 'try'])('%s says in one sentence that a port is taken', async (verb) => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { ended, text } = start([verb, '--port', String(port), '--lang', 'en']);
    expect(await ended).toBe(1);
    expect(text.stderr).toBe(`mingpian: Port ${port} is in use; choose another one with --port.\n`);
    expect(text.stdout).toBe('');
    await new Promise((resolve) => taken.close(resolve));
  });
});

describe('simulate -- CMD', () => {
  const script = (source: string) => ['simulate', '--', process.execPath, '-e', source];

  it('gives the command addresses and credentials that work, and keeps stdout for it', async () => {
    const { ended, text } = start(
      script(`
        const { WECHAT_API_BASE: base, WECHAT_APPID: appid, WECHAT_APPSECRET: secret } = process.env;
        fetch(base + '/cgi-bin/token?' + new URLSearchParams({ grant_type: 'client_credential', appid, secret }))
          .then((reply) => reply.json())
          .then(({ expires_in }) => console.log(expires_in, Object.keys(process.env).filter((name) => name.startsWith('WECHAT_')).sort().join()));
      `),
    );
    expect(await ended).toBe(0);
    expect(text.stdout).toBe(
      '7200 WECHAT_AES_KEY,WECHAT_API_BASE,WECHAT_APPID,WECHAT_APPSECRET,WECHAT_MP_BASE,WECHAT_OPEN_BASE,WECHAT_SIM_CONTROL,WECHAT_TOKEN\n',
    );
  });

  it('exits with the code of the command', async () => {
    expect(await start(script('process.exit(7)')).ended).toBe(7);
  });

  it('hands flags behind -- to the command', async () => {
    const { ended, text } = start(['simulate', '--', 'echo', '--json', '--port', 'x']);
    expect(await ended).toBe(0);
    expect(text.stdout).toBe('--json --port x\n');
  });

  it('says that a command cannot be run', async () => {
    const { ended, text } = start(['simulate', '--lang', 'en', '--', 'no-such-command']);
    expect(await ended).toBe(1);
    expect(text.stderr).toBe('mingpian: The command no-such-command cannot be run.\n');
  });
});
