/** Signatures of pushes: SHA-1 over the sorted, joined parts. WeChat imposes the algorithm. */

import * as crypto from 'node:crypto';
import { createHash } from 'node:crypto';

/** One call instead of three where the runtime has it (Node 20.12 and later). */
export const sha1Hex: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha1', text, 'hex')
    : (text) => createHash('sha1').update(text).digest('hex');

/**
 * `signature` of a query: forty lower-case hex digits over token, timestamp and nonce. It covers neither the body nor
 * the rest of the query.
 */
export function pushSignature(token: string, timestamp: string, nonce: string): string {
  return sha1Hex([token, timestamp, nonce].sort().join(''));
}

/** `msg_signature` of an encrypted push: as above, with the value of `Encrypt`. */
export function messageSignature(token: string, timestamp: string, nonce: string, encrypt: string): string {
  return sha1Hex([token, timestamp, nonce, encrypt].sort().join(''));
}
