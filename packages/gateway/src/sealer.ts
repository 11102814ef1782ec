import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Random } from '@mingpian/wechat/ports';

/** Encrypts what must not stand readable in a dump, and derives the other keys of the gateway. */
export interface Sealer {
  /** Names the root secret that seals now; it says nothing about the secret. */
  readonly keyId: string;
  /** `place` says where the value lives (table, column, key); a value moved elsewhere does not open. */
  seal(plaintext: string, place: readonly string[]): string;
  /** Throws `SealError` for anything that was not sealed with a known root secret for this place. */
  open(sealed: string, place: readonly string[]): string;
  /** A key of 32 bytes for one purpose; the purposes share nothing. */
  key(purpose: string): Uint8Array;
  /** The keys of one purpose from every known root secret, the current one first. */
  keys(purpose: string): readonly Uint8Array[];
  /** 32 bytes that nobody can compute from the text without the key of this purpose: HMAC-SHA-256. */
  digest(purpose: string, text: string): Buffer;
}

export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code = 'seal';
}

const version = 'v1';
const nonceLength = 12;
const tagLength = 16;

/**
 * The root secret has at least 32 characters; a key for each purpose is derived from it with HKDF-SHA-256. A sealed value
 * names the root secret it was sealed with, so that a change of it can be made while the gateway runs: `others` open, and
 * never seal.
 */
export function createSealer(rootSecret: string, random: Random, others: readonly string[] = []): Sealer {
  const secrets = [rootSecret, ...others];
  // Derived once: every token that is read is opened with one of them.
  const derivedKeys = new Map<string, readonly Uint8Array[]>();
  function keys(purpose: string): readonly Uint8Array[] {
    const found = derivedKeys.get(purpose) ?? secrets.map((secret) => derived(secret, purpose));
    derivedKeys.set(purpose, found);
    return found;
  }
  // As an object the key is taken in once; as bytes it would be with every use, which costs more than the digest itself.
  const digestKeys = new Map<string, KeyObject>();
  function digestKey(purpose: string): KeyObject {
    const found = digestKeys.get(purpose) ?? createSecretKey(keys(purpose)[0] as Uint8Array);
    digestKeys.set(purpose, found);
    return found;
  }
  const known = new Map(secrets.map((secret) => [keyIdOf(secret), createSecretKey(derived(secret, 'at-rest'))]));
  const keyId = keyIdOf(rootSecret);
  const atRest = known.get(keyId) as KeyObject;
  return {
    keyId,
    keys,
    key: (purpose) => keys(purpose)[0] as Uint8Array,
    digest: (purpose, text) => createHmac('sha256', digestKey(purpose)).update(text).digest(),
    seal(plaintext, place) {
      const nonce = random.bytes(nonceLength);
      const cipher = createCipheriv('aes-256-gcm', atRest, nonce).setAAD(aad(keyId, place));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return `${version}.${keyId}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
    },
    open(sealed, place) {
      const [name, id, text, ...more] = sealed.split('.');
      const bytes = Buffer.from(text ?? '', 'base64url');
      if (name !== version || more.length > 0 || bytes.length < nonceLength + tagLength) {
        throw new SealError('A stored secret has an unknown form.');
      }
      const key = known.get(id ?? '');
      if (key === undefined) throw new SealError('A stored secret does not open with this root secret.');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength))
          .setAAD(aad(id ?? '', place))
          .setAuthTag(bytes.subarray(-tagLength));
        return decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new SealError('A stored secret does not open with this root secret.');
      }
    },
  };
}

/** The root secret that a sealed value names; undefined for an unknown form. */
export function keyIdOfSealed(sealed: string): string | undefined {
  return /^v1\.([0-9a-f]{8})\./.exec(sealed)?.[1];
}

function derived(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'mingpian', `mingpian/${purpose}`, 32));
}

function keyIdOf(secret: string): string {
  return Buffer.from(derived(secret, 'key-id')).toString('hex', 0, 4);
}

/** Lengths are part of it, so that two places never read the same. */
function aad(keyId: string, place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, ...place]));
}
