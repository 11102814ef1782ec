import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { Transport, WireRequest } from '../src/ports.ts';
import { defaultTransport, fetchTransport } from '../src/transport.ts';

let server: Server | undefined;

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
});

const request = (base: string, more: Partial<WireRequest> = {}): WireRequest => ({
  operation: '/cgi-bin/token',
  method: 'GET',
  url: `${base}/cgi-bin/token?secret=topsecret`,
  ...more,
});

describe.each<[string, () => Transport]>([
  ['undici', () => defaultTransport()],
  ['fetch', () => fetchTransport()],
])('%s', (name, make) => {
  it('sends method, query, headers and body, and reads the reply whatever its type', async () => {
    const base = await serve((incoming, outgoing) => {
      let body = '';
      incoming.on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () => {
        outgoing.setHeader('content-type', 'text/plain');
        outgoing.end(`${incoming.method} ${incoming.url} ${incoming.headers['content-type']} ${body}`);
      });
    });
    const headers = { 'content-type': 'application/json' };
    const reply = await make()(request(base, { method: 'POST', headers, body: '{"name":"我的"}' }));
    expect(reply.status).toBe(200);
    expect(new TextDecoder().decode(reply.body)).toBe(
      'POST /cgi-bin/token?secret=topsecret application/json {"name":"我的"}',
    );
  });

  it('I-12 R24 follows no redirect', async () => {
    const base = await serve((_incoming, outgoing) => outgoing.writeHead(302, { location: '/elsewhere' }).end());
    await expect(make()(request(base))).resolves.toMatchObject({ status: 302 });
  });

  it('R23 gives up after the time of the request, without quoting the URL', async () => {
    const base = await serve(() => {});
    const error = await make()(request(base, { timeoutMs: 50 })).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'timeout', operation: '/cgi-bin/token' });
    expect(String((error as Error).stack)).not.toContain('topsecret');
  });

  it('R23 gives up on a reply that began and does not end, and on those that wait behind others', async () => {
    const base = await serve((incoming, outgoing) => {
      if (incoming.url === '/quick') outgoing.end('{}');
      else outgoing.write('{');
    });
    const send = make();
    const hanging = Array.from({ length: 70 }, () => send(request(base, { timeoutMs: 300 })));
    const outcomes = await Promise.allSettled(hanging);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
      hanging.map(() => 'timeout'),
    );
    await expect(send(request(base, { url: `${base}/quick` }))).resolves.toMatchObject({ status: 200 });
  });

  it('R23 says that nobody answers, without quoting the URL', async () => {
    const base = await serve(() => {});
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    const error = await make()(request(base)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'network', message: '/cgi-bin/token could not be reached: ECONNREFUSED' });
    expect(`${(error as Error).stack}${(error as Error).cause}`).not.toContain('topsecret');
  });

  it('R23 a connection that is reset in the middle of a reply is no reply', async () => {
    const base = await serve((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-length': 100 });
      outgoing.write('{"access_token":"topsecret', () => outgoing.socket?.resetAndDestroy());
    });
    const error = await make()(request(base)).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'network', operation: '/cgi-bin/token' });
    expect(`${(error as Error).stack}${(error as Error).cause}`).not.toContain('topsecret');
  });

  it('R25 what unpacks to more than that is not unpacked to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    const base = await serve((_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
    });
    // undici unpacks nothing that was not asked for; the platform's fetch does by itself.
    const outcome = await make()(request(base)).catch((caught: unknown) => caught);
    expect(outcome).toMatchObject(name === 'undici' ? { body: { length: bomb.length } } : { code: 'garbage' });
  });

  it('R25 reads 1 MiB, not one byte more', async () => {
    const base = await serve((incoming, outgoing) => {
      outgoing.end(Buffer.alloc(1024 * 1024 + (incoming.url?.includes('more') ? 1 : 0), 'x'));
    });
    const reply = await make()(request(base));
    expect(reply.body).toHaveLength(1024 * 1024);
    await expect(make()(request(base, { url: `${base}/?more` }))).rejects.toMatchObject({ code: 'garbage' });
  });
});
