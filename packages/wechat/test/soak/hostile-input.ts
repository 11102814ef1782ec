/**
 * P6: pushes, queries and frames with seeded damage. Whatever comes, the outcome is a push or a refusal, soon and
 * without growing memory. The short form runs with the tests, the long form with `npm run soak -- P6`.
 */
import { Buffer } from 'node:buffer';
import { PushRefused } from '../../src/errors.ts';
import { FrameError, PushCipher } from '../../src/push-cipher.ts';
import { readPushQuery } from '../../src/push-query.ts';
import { readPush } from '../../src/push-reading.ts';
import { createPushReceiver } from '../../src/push-receiver.ts';
import { readXml, XmlError } from '../../src/xml-reader.ts';
import { push, signed, textDocument } from '../pushes.ts';
import { Seeded } from './seeded.ts';

export interface HostileInputReport {
  readonly seed: number;
  readonly documents: number;
  readonly queries: number;
  readonly frames: number;
  /** How many were read in spite of their damage. */
  readonly survived: number;
  /** Errors of another kind than the documented ones, with the input in base64. */
  readonly crashes: readonly string[];
  readonly slowestMs: number;
  readonly heapGrowthBytes: number;
}

const AT = 1_767_196_800;
const clock = { now: () => AT * 1000 };

const corpus: readonly string[] = [
  textDocument('你好 <b>&amp; ]]]]><![CDATA[> 👩‍👩‍👧', '6577309546223567809', AT),
  `<xml><ToUserName><![CDATA[${push.originalId}]]></ToUserName><FromUserName><![CDATA[oHc5w6Jm3vT1xQ0pZ8kLr2bNyYk2]]></FromUserName><CreateTime>${AT}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[subscribe]]></Event><EventKey><![CDATA[qrscene_login.abc]]></EventKey><Ticket><![CDATA[t]]></Ticket></xml>`,
  `<?xml version="1.0" encoding="UTF-8"?>\n<xml><SendPicsInfo><Count>1</Count><PicList><item><PicMd5Sum><![CDATA[1b5f7c23b5bf75682a53e7b6d163e185]]></PicMd5Sum></item></PicList></SendPicsInfo></xml>`,
];

/** Pieces that mean something to XML readers, thrown in at random. */
const pieces = [
  '<',
  '>',
  '</',
  ']]>',
  '<![CDATA[',
  '<!DOCTYPE',
  '<!ENTITY',
  '&',
  '&#x',
  '&lt;',
  '\0',
  '<xml>',
  '</xml>',
  '<a/>',
  '<?',
  '-->',
].map((piece) => Buffer.from(piece));

export function hostileInput(options: {
  seed: number;
  documents: number;
  queries: number;
  frames: number;
}): HostileInputReport {
  const random = new Seeded(options.seed);
  const crashes: string[] = [];
  let slowestMs = 0;
  let survived = 0;

  const attempt = (input: Uint8Array | string, work: () => unknown, refusal: new (...args: never[]) => Error): void => {
    const started = performance.now();
    try {
      if (work() !== undefined) survived += 1;
    } catch (error) {
      if (!(error instanceof refusal)) crashes.push(`${String(error)} ${Buffer.from(input).toString('base64')}`);
    }
    slowestMs = Math.max(slowestMs, performance.now() - started);
  };

  const sources = corpus.map((document) => Buffer.from(document));
  const { query } = signed(corpus[0] as string, { at: AT });
  const receiver = createPushReceiver({ ...push, mode: 'plain', clock });
  const cipher = new PushCipher(push.encodingAesKey, push.appId, { bytes: (count) => random.bytes(count) });
  const frame = Buffer.from(cipher.encrypt(corpus[0] as string), 'base64');

  const before = heap();
  for (let i = 0; i < options.documents; i += 1) {
    const bytes = damaged(random.pick(sources), random);
    attempt(bytes, () => readPush(readXml(bytes)), XmlError);
  }
  for (let i = 0; i < options.queries; i += 1) {
    const text = damaged(Buffer.from(query), random).toString('latin1');
    attempt(text, () => readPushQuery(text), PushRefused);
    if (i % 16 === 0) attempt(text, () => receiver.open(text, corpus[0] as string), PushRefused);
  }
  for (let i = 0; i < options.frames; i += 1) {
    const sealed = damaged(frame, random).toString('base64');
    attempt(sealed, () => cipher.decrypt(sealed), FrameError);
  }
  return { ...options, survived, crashes, slowestMs, heapGrowthBytes: heap() - before };
}

function damaged(source: Buffer, random: Seeded): Buffer {
  let bytes = Buffer.from(source);
  for (let count = 1 + random.below(4); count > 0; count -= 1) {
    const at = random.below(bytes.length + 1);
    switch (random.below(6)) {
      case 0:
        bytes[Math.min(at, bytes.length - 1)] = random.below(256);
        break;
      case 1:
        bytes = bytes.subarray(0, at);
        break;
      case 2:
        bytes = Buffer.concat([bytes.subarray(0, at), random.pick(pieces), bytes.subarray(at)]);
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(8))]);
        break;
      case 4: {
        const from = random.below(bytes.length + 1);
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          bytes.subarray(from, from + random.below(64)),
          bytes.subarray(at),
        ]);
        break;
      }
      default:
        bytes = Buffer.concat([
          bytes.subarray(0, at),
          Buffer.alloc(random.below(32), random.pick(pieces)),
          bytes.subarray(at),
        ]);
    }
    if (bytes.length === 0) bytes = Buffer.from(' ');
  }
  return bytes;
}

function heap(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  return process.memoryUsage().heapUsed;
}
