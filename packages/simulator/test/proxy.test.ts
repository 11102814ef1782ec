import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { issueCertificates } from '../src/proxy/authority.ts';
import { type Simulator, startSimulator } from '../src/server.ts';
import { startWebhook } from './fixtures/webhook.ts';

async function proxied(): Promise<Simulator & { proxy: URL; ca: string }> {
  const simulator = await startSimulator({ env: {}, proxy: true });
  onTestFinished(() => simulator.close());
  return Object.assign(simulator, { proxy: new URL(simulator.urls.proxy ?? ''), ca: simulator.ca ?? '' });
}

/** What the proxy says to a CONNECT. */
function tunnel(proxy: URL, target: string): Promise<{ status: number; socket: import('node:net').Socket }> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: target })
      .on('connect', (response, socket) => resolve({ status: response.statusCode ?? 0, socket }))
      .on('response', (response) => reject(new Error(`answered ${response.statusCode}`)))
      .on('error', reject)
      .end();
  });
}

/** One GET through a TLS tunnel, trusting the authority of the simulator alone. */
async function getThrough(simulator: { proxy: URL; ca: string }, host: string, path: string): Promise<string> {
  const { socket } = await tunnel(simulator.proxy, `${host}:443`);
  const secure = tlsConnect({ socket, servername: host, ca: readFileSync(simulator.ca) });
  secure.write(`GET ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of secure) text += chunk;
  return text;
}

function absolute(
  proxy: URL,
  url: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: proxy.hostname, port: proxy.port, path: url, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => (body += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('certificates of one run', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');
  const { authority, certificate } = issueCertificates({
    hosts: ['api.weixin.qq.com'],
    domains: ['weixin.qq.com'],
    now,
  });

  it('the authority signs itself and the server, for a month', () => {
    const [ca, server] = [new X509Certificate(authority), new X509Certificate(certificate)];
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(server.ca).toBe(false);
    expect(server.checkIssued(ca)).toBe(true);
    expect(server.verify(ca.publicKey)).toBe(true);
    expect(server.checkHost('api.weixin.qq.com')).toBe('api.weixin.qq.com');
    expect(server.checkHost('mp.weixin.qq.com')).toBeUndefined();
    expect(Date.parse(server.validFrom)).toBeLessThan(now);
    expect(Date.parse(server.validTo)).toBeGreaterThan(now + 29 * 86_400_000);
  });

  it('times beyond 2049 are written in the longer form', () => {
    const far = Date.parse('2051-01-01T00:00:00Z');
    const { certificate: later } = issueCertificates({
      hosts: ['x.weixin.qq.com'],
      domains: ['weixin.qq.com'],
      now: far,
    });
    expect(new Date(new X509Certificate(later).validTo).getUTCFullYear()).toBe(2051);
  });
});

describe('the proxy', () => {
  it('tunnels to real host names end here, with a certificate that the authority vouches for', async () => {
    const simulator = await proxied();
    const reply = await getThrough(simulator, 'api.weixin.qq.com', '/cgi-bin/token?grant_type=client_credential');
    expect(reply).toContain('"errcode":41002');
    expect(await getThrough(simulator, 'open.weixin.qq.com', '/cgi-bin/token')).toMatch(/^HTTP\/1.1 501 /);
    expect(await getThrough(simulator, 'thirdwx.qlogo.cn', '/mmopen/none/132')).toMatch(/^HTTP\/1.1 404 /);
  });

  it.each([
    ['https', 41002],
    ['http', 43003],
  ])('B-10 requests in absolute form over %s, whatever their Host header says', async (scheme, errcode) => {
    const { proxy } = await proxied();
    const headers = { host: 'open.weixin.qq.com' };
    const { body } = await absolute(proxy, `${scheme}://api.weixin.qq.com/cgi-bin/token?x=1`, headers);
    expect(body).toContain(`"errcode":${errcode}`);
  });

  it('X-02 any host but WeChat’s and this machine is refused', async () => {
    const { proxy } = await proxied();
    expect((await tunnel(proxy, 'example.com:443')).status).toBe(403);
    expect((await absolute(proxy, 'http://example.com/')).status).toBe(403);
    expect((await absolute(proxy, '/')).status).toBe(403);
    const webhook = await startWebhook('here');
    onTestFinished(() => webhook.close());
    expect(await absolute(proxy, webhook.url)).toEqual({ status: 200, body: 'here' });
    const { status, socket } = await tunnel(proxy, new URL(webhook.url).host);
    socket.destroy();
    expect(status).toBe(200);
  });

  it('its certificate goes with it', async () => {
    const simulator = await startSimulator({ env: {}, proxy: true });
    const { ca = '' } = simulator;
    expect(simulator.ready()).toMatchObject({
      urls: { proxy: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      ca,
    });
    expect(existsSync(ca)).toBe(true);
    await simulator.close();
    expect(existsSync(ca)).toBe(false);
  });
});
