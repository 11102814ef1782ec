import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '@mingpian/wechat/ports';

/** Encrypts what must not stand readable in a dump, and derives the other keys of the gateway. */
export interface Sealer {
  /** `place` says where the value lives (table, column, key); a value moved elsewhere does not open. */
  seal(plaintext: string, place: readonly string[]): string;
  /** Throws `SealError` for anything that was not sealed with this root secret for this place. */
  open(sealed: string, place: readonly string[]): string;
  /** A key of 32 bytes for one purpose; the purposes share nothing. */
  key(purpose: string): Uint8Array;
}

export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code = 'seal';
}

const version = 'v1';
const nonceLength = 12;
const tagLength = 16;

/** The root secret has at least 32 characters; a key for each purpose is derived from it with HKDF-SHA-256. */
export function createSealer(rootSecret: string, random: Random): Sealer {
  const key = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', rootSecret, 'mingpian', `mingpian/${purpose}`, 32));
  const atRest = key('at-rest');
  return {
    key,
    seal(plaintext, place) {
      const nonce = random.bytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', atRest, nonce).setAAD(aad(place));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return `${version}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(sealed, place) {
      const [name, text, ...more] = sealed.split('.');
      const bytes = Buffer.from(text ?? '', 'base64url');
      if (name !== version || more.length > 0 || bytes.length < nonceLength + tagLength) {
        throw new SealError('A stored secret has an unknown form.');
      }
      try {
        const decipher = createDecipheriv('aes-256-gcm', atRest, bytes.subarray(0, nonceLength))
          .setAAD(aad(place))
          .setAuthTag(bytes.subarray(-tagLength));
        return decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealError('A stored secret does not open with this root secret.');
      }
    },
  };
}

/** Lengths are part of it, so that two places never read the same. */
function aad(place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([version, ...place]));
}
