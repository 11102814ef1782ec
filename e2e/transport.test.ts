import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issueCertificates } from '@mingpian/simulator/proxy/authority';
import { describe, expect, it, onTestFinished } from 'vitest';

const run = promisify(execFile);
const child = join(import.meta.dirname, 'transport-child.ts');

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function ask(url: string, environment: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(process.execPath, [child, url], {
    env: { PATH: process.env.PATH ?? '', ...environment },
  });
  return stdout;
}

describe('OUT-12 the transport refuses a server that it cannot trust', () => {
  const { authority, certificate, key } = issueCertificates({
    hosts: ['localhost'],
    domains: ['localhost'],
    now: Date.now(),
  });

  async function secure(options: ServerOptions = {}): Promise<string> {
    const server = createSecureServer({ cert: certificate, key, ...options }, (_request, response) =>
      response.end('{}'),
    );
    return `https://localhost:${await listen(server)}/`;
  }

  function trusted(by = authority): Record<string, string> {
    const folder = mkdtempSync(join(tmpdir(), 'mingpian-tls-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'authority.pem');
    writeFileSync(file, by);
    return { NODE_EXTRA_CA_CERTS: file };
  }

  it('R29 an authority that nobody knows', async () => {
    const address = await secure();
    expect(await ask(address)).toBe('network');
    expect(await ask(address, trusted())).toBe('status 200');
  });

  it('R29 a certificate for another host', async () => {
    expect(await ask((await secure()).replace('localhost', '127.0.0.1'), trusted())).toBe('network');
  });

  it('R29 a certificate whose time is over', async () => {
    const past = issueCertificates({ hosts: ['localhost'], domains: ['localhost'], now: Date.now() - 90 * 86_400_000 });
    const address = await secure({ cert: past.certificate, key: past.key });
    expect(await ask(address, trusted(past.authority))).toBe('network');
  });

  it('TLS 1.0', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    expect(await ask(await secure(old), trusted())).toBe('network');
  });
});

it('OUT-13 a proxy that stands in the environment by accident is not used', async () => {
  let proxied = 0;
  const proxy = createServer((_request, response) => {
    proxied += 1;
    response.end('{}');
  });
  proxy.on('connect', (_request, socket) => {
    proxied += 1;
    socket.end();
  });
  const address = `http://127.0.0.1:${await listen(proxy)}`;
  const target = createServer((_request, response) => response.end('{}'));
  const url = `http://127.0.0.1:${await listen(target)}/`;
  const environment = { HTTP_PROXY: address, HTTPS_PROXY: address, http_proxy: address, NODE_USE_ENV_PROXY: '1' };
  expect(await ask(url, environment)).toBe('status 200');
  expect(proxied).toBe(0);
});
