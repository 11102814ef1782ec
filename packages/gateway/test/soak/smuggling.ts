/** R37: requests on whose end two servers may disagree, each with another request hidden behind it. */
import { connect } from 'node:net';
import { seeded } from './generator.ts';

/** The answer to the hidden request shows that somebody took it for one. */
export const hidden = 'GET /healthz HTTP/1.1\r\nHost: hidden.test\r\n\r\n';
export const hiddenAnswer = /"status":"(ok|alive|up)"/;

const post = 'POST /wechat/service/webhook HTTP/1.1\r\n';
const request = (headers: string, body: string, host = 'Host: login.test\r\n') =>
  `${post}${host}${headers}\r\n\r\n${body}`;

/** The hidden request behind the last chunk, and inside a chunk. */
const behind = `0\r\n\r\n${hidden}`;
const inside = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`;
const chunked = 'Transfer-Encoding: chunked';

export const smuggling: readonly (readonly [title: string, bytes: string])[] = [
  ['a length that covers what chunks end before', request(`Content-Length: ${behind.length}\r\n${chunked}`, behind)],
  ['a length that ends inside a chunk', request(`Content-Length: 4\r\n${chunked}`, inside)],
  ['two lengths', request(`Content-Length: ${hidden.length}\r\nContent-Length: 0`, hidden)],
  ['two lengths in one', request(`Content-Length: ${hidden.length}, 0`, hidden)],
  ['a length with a sign', request('Content-Length: +0', hidden)],
  ['a length below nothing', request('Content-Length: -1', hidden)],
  ['a length in hexadecimal', request('Content-Length: 0x0', hidden)],
  ['a length with a space in it', request('Content-Length: 0 0', hidden)],
  ['a length beyond all numbers', request('Content-Length: 18446744073709551616', hidden)],
  ['a coding that is none', request('Transfer-Encoding: xchunked', behind)],
  ['a coding before a space', request(`Transfer-Encoding : chunked\r\nContent-Length: ${behind.length}`, behind)],
  [
    'a coding behind a vertical tab',
    request(`Transfer-Encoding:\vchunked\r\nContent-Length: ${behind.length}`, behind),
  ],
  ['a coding on a folded line', request(`X-Fold: a\r\n ${chunked}\r\nContent-Length: ${behind.length}`, behind)],
  ['two codings', request(`${chunked}\r\nTransfer-Encoding: identity`, behind)],
  ['chunks that are not the last coding', request('Transfer-Encoding: chunked, identity', behind)],
  ['a coding behind a bare line feed', request(`X-Line: a\n${chunked}\r\nContent-Length: ${behind.length}`, behind)],
  [
    'a coding behind a bare carriage return',
    request(`X-Line: a\r${chunked}\r\nContent-Length: ${behind.length}`, behind),
  ],
  ['a coding with a zero byte', request(`Transfer-Encoding: chunked\0\r\nContent-Length: ${behind.length}`, behind)],
  ['a chunk of a size beyond all numbers', request(chunked, `ffffffffffffffff0\r\n${hidden}`)],
  ['a chunk of a size that is none', request(chunked, `0x0\r\n\r\n${hidden}`)],
  ['a chunk that ends on a bare line feed', request(chunked, `0\n\n${hidden}`)],
  ['a chunk with an endless extension', request(chunked, `0;${'x'.repeat(20_000)}\n${hidden}`)],
  [
    'chunks in HTTP/1.0',
    request(`${chunked}\r\nContent-Length: ${behind.length}`, behind).replace('HTTP/1.1', 'HTTP/1.0'),
  ],
  ['two hosts', request('Content-Length: 0', '', 'Host: login.test\r\nHost: other.test\r\n')],
  ['a host with a space', request('Content-Length: 0', '', 'Host: login.test other.test\r\n')],
  ['no host', request('Content-Length: 0', '', '')],
  [
    'an upgrade to HTTP/2',
    request(
      `Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: ${hidden.length}`,
      hidden,
    ),
  ],
  ['a line feed in the path', `GET /login\n${hidden}`],
  ['a second version in the first line', `GET /login HTTP/1.1 HTTP/1.1\r\n${hidden}`],
];

const lengths = [
  '',
  'Content-Length: 0',
  'Content-Length: 4',
  `Content-Length: ${behind.length}`,
  'Content-Length:\t5',
  'content-length: 00',
  'Content-Length: 5;5',
  'Content_Length: 0',
];
const codings = [
  '',
  chunked,
  'transfer-encoding:chunked',
  'Transfer-Encoding: Chunked',
  'Transfer-Encoding: chunked;q=1',
  'Transfer-Encoding: gzip, chunked',
  'Transfer-Encoding: "chunked"',
  'Transfer-Encoding:\tchunked',
  'Transfer-Encoding: identity',
  'Transfer-Encoding:',
  'TE: chunked',
  '\tTransfer-Encoding: chunked',
  'Transfer-Encoding: chunked\x0c',
  'Transfer_Encoding: chunked',
];
const others = [
  '',
  'Expect: 100-continue',
  'Connection: keep-alive',
  'Connection: content-length',
  'Connection: transfer-encoding',
  'X: y',
];
const ends = ['\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\n '];
const bodies = [
  behind,
  inside,
  hidden,
  `5\r\n<xml>\r\n${behind}`,
  `5;a=b\r\n<xml>\r\n${behind}`,
  `05\r\n<xml>\r\n${behind}`,
  `5\n<xml>\n0\n\n${hidden}`,
  '',
];

/** Made-up ones, the same for the same seed. */
export function madeUp(seed: number, count: number): string[] {
  const random = seeded(seed);
  const one = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? '';
  return Array.from({ length: count }, () => {
    const lines = [one(lengths), one(codings), one(others), one(lengths), one(codings)].filter((line) => line !== '');
    lines.sort(() => random() - 0.5);
    return `${post}Host: login.test\r\n${lines.map((line) => line + one(ends)).join('')}\r\n${one(bodies)}`;
  });
}

/** What comes back until the connection ends or nothing more comes; `patience` is for the first of it, in milliseconds. */
export function exchange(port: number, bytes: string, patience = 10_000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setTimeout(patience, () => socket.destroy());
    socket.on('data', (data) => {
      socket.setTimeout(150);
      answer += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer));
  });
}
