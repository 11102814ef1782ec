import type { Random } from './ports.ts';
import { systemRandom } from './system.ts';

/** Encrypts a text so that only its owner can read it, and only in the place for which it was sealed. */
export interface Sealer {
  /** `place` names where the text is kept, such as a row or a cookie; the same place opens it. */
  seal(text: string, place: string): Promise<string>;
  /** Undefined when it was sealed with another secret, for another place, or was altered. */
  open(sealed: string, place: string): Promise<string | undefined>;
}

const NONCE_BYTES = 12;
const SECRET_CHARACTERS = 32;

/**
 * Seals with AES-256-GCM under a key derived by HKDF-SHA-256. Several secrets are a change of secret under way: the first
 * seals, all of them open. Take 32 random bytes in hex or base64, such as `openssl rand -base64 32` gives them.
 *
 * @throws {TypeError} a secret has less than 32 characters.
 */
export function createSealer(secret: string | readonly [string, ...string[]], random: Random = systemRandom): Sealer {
  const secrets = typeof secret === 'string' ? [secret] : secret;
  if (secrets.length === 0 || secrets.some((each) => each.length < SECRET_CHARACTERS)) {
    throw new TypeError(`secret must have at least ${SECRET_CHARACTERS} characters`);
  }
  let derived: Promise<CryptoKey[]> | undefined;
  const keys = () => {
    derived ??= Promise.all(secrets.map(deriveKey));
    return derived;
  };
  return {
    async seal(text, place) {
      const [key] = (await keys()) as [CryptoKey];
      const nonce = new Uint8Array(random.bytes(NONCE_BYTES));
      const sealed = await crypto.subtle.encrypt(parameters(nonce, place), key, encoder.encode(text));
      return toBase64Url(nonce, new Uint8Array(sealed));
    },
    async open(sealed, place) {
      const bytes = fromBase64Url(sealed);
      if (bytes === undefined || bytes.length <= NONCE_BYTES) return undefined;
      const how = parameters(bytes.subarray(0, NONCE_BYTES), place);
      for (const key of await keys()) {
        try {
          return decoder.decode(await crypto.subtle.decrypt(how, key, bytes.subarray(NONCE_BYTES)));
        } catch {
          // Perhaps another secret fits. Which check failed stays unsaid.
        }
      }
      return undefined;
    },
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

const parameters = (iv: Uint8Array<ArrayBuffer>, place: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv,
  additionalData: encoder.encode(place),
});

async function deriveKey(secret: string): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: encoder.encode('mingpian sealer 1') };
  return crypto.subtle.deriveKey(how, material, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function toBase64Url(...parts: Uint8Array[]): string {
  const binary = parts.map((part) => Array.from(part, (byte) => String.fromCharCode(byte)).join('')).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return undefined;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
