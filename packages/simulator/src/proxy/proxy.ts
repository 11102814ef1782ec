/**
 * An HTTP proxy for clients whose addresses cannot be changed: CONNECT tunnels to WeChat's real host names end here, with
 * certificates of our own, and so do requests in absolute form, as older HTTP clients send them. This machine is reached
 * as it is; any other host is refused, so nothing leaves the machine.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { type ListenOptions, requestListener } from '../listen.ts';
import { isLoopback, wechatDomains, wechatHostNames, wechatHostOf } from '../wechat/hosts.ts';
import { hostTime } from '../world/clock.ts';
import { issueCertificates } from './authority.ts';

export interface ProxyOptions {
  readonly host: string;
  readonly port: number;
  readonly answer: ListenOptions['answer'];
}

export interface Proxy {
  readonly url: string;
  /** The file with the certificate that clients have to trust, PEM. It goes with the proxy. */
  readonly ca: string;
  close(): Promise<void>;
}

const refusal = (host: string) =>
  `${host} is neither a host of WeChat nor this machine; the simulator's proxy reaches no other.\n`;

export async function startProxy({ host, port, answer }: ProxyOptions): Promise<Proxy> {
  const { authority, certificate, key } = issueCertificates({
    hosts: wechatHostNames,
    domains: wechatDomains,
    now: hostTime(),
  });
  const listener = requestListener(answer);
  const secure = createTlsServer({ cert: certificate, key }, listener);
  const plainListener = requestListener((request, peer) =>
    answer(request, { ...peer, overHttp: request.url.startsWith('http:') }),
  );
  const plain = createServer((request, response) => void answerProxied(request, response, plainListener));
  const sockets = new Set<Duplex>();
  const watch = (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that goes away in the middle is nothing to stop for.
    socket.on('error', () => socket.destroy());
  };
  plain.on('connection', watch);
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  plain.on('connect', (request, socket: Socket, head: Buffer) => {
    const target = URL.parse(`http://${request.url ?? ''}`);
    const name = target?.hostname ?? '';
    const targetPort = Number(target?.port || 80);
    if (wechatHostOf(name) !== undefined) {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      if (head.length > 0) socket.unshift(head);
      (targetPort === 80 ? plain : secure).emit('connection', socket);
    } else if (isLoopback(name)) {
      const onward = connect(targetPort, name.replace(/^\[|\]$/g, ''), () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        if (head.length > 0) onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      watch(onward);
      onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'));
      socket.once('close', () => onward.destroy());
    } else {
      const text = refusal(name);
      socket.end(
        `HTTP/1.1 403 Forbidden\r\ncontent-type: text/plain\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    }
  });
  await new Promise<void>((resolve, reject) => {
    plain.once('error', reject);
    plain.listen(port, host, () => resolve());
  });
  const folder = await mkdtemp(join(tmpdir(), 'mingpian-ca-'));
  const ca = join(folder, 'ca.pem');
  await writeFile(ca, authority);
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(plain.address() as AddressInfo).port}`,
    ca,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => plain.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A request in absolute form, or one that came through a tunnel to port 80. */
async function answerProxied(
  request: IncomingMessage,
  response: ServerResponse,
  listener: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<void> {
  const target = URL.parse(request.url ?? '', `http://${request.headers.host ?? 'unknown'}`);
  if (target !== null && wechatHostOf(target.hostname) !== undefined) {
    aimAt(request, target);
    await listener(request, response);
  } else if (target !== null && isLoopback(target.hostname) && /^https?:\/\//.test(request.url ?? '')) {
    forward(request, response, target);
  } else {
    response.writeHead(403, { 'content-type': 'text/plain' }).end(refusal(target?.hostname ?? 'This'));
  }
}

/** The target decides, whatever the Host header says (RFC 9112 §3.2.2); its scheme is told by the absolute form alone. */
function aimAt(request: IncomingMessage, target: URL): void {
  request.url = target.href;
  request.headers.host = target.host;
  const at = request.rawHeaders.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === 'host');
  if (at < 0) request.rawHeaders.push('host', target.host);
  else request.rawHeaders[at + 1] = target.host;
}

function forward(request: IncomingMessage, response: ServerResponse, target: URL): void {
  const { method, headers } = request;
  const onward = httpRequest(target, { ...(method && { method }), headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  request.pipe(onward);
}
