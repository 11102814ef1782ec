/**
 * Identifiers that look like WeChat's and come from the world's seed. What names somebody for ever (an openid) is
 * derived from the seed and the subject alone; what is handed out (a code, a token) also takes the world's serial.
 */
import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';

/** Any number of bytes that depend on `seed` and `subject` only. */
export function derivedBytes(seed: string, subject: readonly string[], length: number): Buffer {
  const key = keyOf(seed);
  const label = JSON.stringify(subject);
  const blocks: Buffer[] = [];
  for (let block = 0, size = 0; size < length; block += 1, size += 32) {
    blocks.push(createHmac('sha256', key).update(`${block}:${label}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

let known: { seed: string; key: KeyObject } | undefined;

/** Kept because thousands of identifiers come from one seed, and a key that is made anew for each costs most of the time. */
function keyOf(seed: string): KeyObject {
  if (known?.seed !== seed) known = { seed, key: createSecretKey(hash('sha256', seed, 'buffer')) };
  return known.key;
}

export function hexText(bytes: Buffer): string {
  return bytes.toString('hex');
}

/** `[A-Za-z0-9_-]`, four characters for three bytes. */
export function base64urlText(bytes: Buffer): string {
  return bytes.toString('base64url');
}

/** One letter or digit a byte. The slight bias is harmless: these are stage props, not secrets. */
export function base62Text(bytes: Buffer): string {
  return [...bytes].map((byte) => base62[byte % 62]).join('');
}

export function digitText(bytes: Buffer): string {
  const text = [...bytes].map((byte) => digits[byte % 10]).join('');
  return text.startsWith('0') ? `1${text.slice(1)}` : text;
}
