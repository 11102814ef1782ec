/**
 * The load: connections that stay open, one request at a time on each, written from buffers that were made before the
 * slice, so that this process has time left while the server has none.
 */
import { Buffer } from 'node:buffer';
import { connect, type Socket } from 'node:net';
import { pushPath } from '../account.ts';
import { serveQuestions } from '../worker.ts';
import { type Mode, signedPush } from './messages.ts';

export type LoadQuestion =
  /** Makes `count` requests with the numbers from `first` on; they serve once on every server. */
  | { readonly prepare: Mode; readonly first: number; readonly count: number }
  /** Sends prepared requests for `ms` milliseconds, or until none is left; connections are shared out over the ports. */
  | { readonly ports: readonly number[]; readonly ms: number };

export interface LoadAnswer {
  readonly requests: number;
  readonly seconds: number;
}

const CONNECTIONS = 32;
const HEAD_END = '\r\n\r\n';

let requests: Buffer[] = [];

serveQuestions<LoadQuestion>((question) => ('prepare' in question ? prepare(question) : run(question)));

function prepare({ prepare: mode, first, count }: Extract<LoadQuestion, { prepare: Mode }>): object {
  const now = Math.floor(Date.now() / 1000);
  requests = Array.from({ length: count }, (_, index) => {
    const { query, body } = signedPush(mode, first + index, now);
    return Buffer.from(
      `POST ${pushPath}?${query} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/4.0\r\nAccept: */*\r\n` +
        `Content-Type: text/xml\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
  return {};
}

async function run({ ports, ms }: Extract<LoadQuestion, { ms: number }>): Promise<LoadAnswer> {
  const sockets = await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, index) => open(ports[index % ports.length] as number)),
  );
  let next = 0;
  let done = 0;
  const started = performance.now();
  const until = started + ms;
  const drive = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let partial = '';
      const send = (): void => {
        const request = requests[next];
        if (request !== undefined && performance.now() < until) {
          next += 1;
          socket.write(request);
        } else resolve();
      };
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed a connection')));
      socket.on('data', (bytes: Buffer) => {
        partial = partial === '' ? bytes.toString('latin1') : partial + bytes.toString('latin1');
        if (!isComplete(partial)) return;
        if (!partial.startsWith('HTTP/1.1 200 ')) return reject(new Error(`the server said ${partial.slice(0, 200)}`));
        partial = '';
        done += 1;
        send();
      });
      send();
    });
  try {
    await Promise.all(sockets.map(drive));
    return { requests: done, seconds: (performance.now() - started) / 1000 };
  } finally {
    for (const socket of sockets) socket.destroy();
  }
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Servers that do not know the length of their answer beforehand send it in chunks. */
function isComplete(response: string): boolean {
  const end = response.indexOf(HEAD_END);
  if (end === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(response);
  if (length === null || length.index > end) return response.endsWith(`\r\n0${HEAD_END}`);
  return response.length >= end + HEAD_END.length + Number(length[1]);
}
