/** The query of a push. What it may look like is fixed; everything else is refused before any work is done for it. */
import { shapes } from '@mingpian/facts/shapes';

const SIGNATURE = shapes.signature.value;
const TIMESTAMP = /^[1-9]\d{9}$/;
// Observed: 9 to 10 digits for a nonce, about 19 for an echostr. Wider here, but nothing that means something elsewhere.
const NONCE = /^[A-Za-z0-9]{1,32}$/;
const ECHOSTR = /^[A-Za-z0-9]{1,64}$/;

export interface PushQuery {
  readonly signature: string;
  readonly timestamp: string;
  readonly nonce: string;
  readonly msgSignature: string | undefined;
  readonly echostr: string | undefined;
}

/**
 * Reads a query without its `?`. Undefined when a parameter of WeChat is missing, stands twice or has another shape.
 * The parts are signed joined together without separators, so only strict shapes say where one ends. Parameters that
 * are not WeChat's are left alone: the configured address may have its own.
 */
export function readPushQuery(query: string): PushQuery | undefined {
  let signature: string | undefined;
  let timestamp: string | undefined;
  let nonce: string | undefined;
  let msgSignature: string | undefined;
  let echostr: string | undefined;
  for (let start = 0, end = 0; end < query.length; start = end + 1) {
    end = query.indexOf('&', start);
    if (end === -1) end = query.length;
    const equals = query.indexOf('=', start);
    if (equals === -1 || equals > end) continue;
    const value = query.slice(equals + 1, end);
    switch (query.slice(start, equals)) {
      case 'signature':
        if (signature !== undefined || !SIGNATURE.test(value)) return undefined;
        signature = value;
        break;
      case 'timestamp':
        if (timestamp !== undefined || !TIMESTAMP.test(value)) return undefined;
        timestamp = value;
        break;
      case 'nonce':
        if (nonce !== undefined || !NONCE.test(value)) return undefined;
        nonce = value;
        break;
      case 'msg_signature':
        if (msgSignature !== undefined || !SIGNATURE.test(value)) return undefined;
        msgSignature = value;
        break;
      case 'echostr':
        if (echostr !== undefined || !ECHOSTR.test(value)) return undefined;
        echostr = value;
        break;
    }
  }
  if (signature === undefined || timestamp === undefined || nonce === undefined) return undefined;
  return { signature, timestamp, nonce, msgSignature, echostr };
}
