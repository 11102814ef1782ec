/**
 * Secrets that are computed again instead of being kept. They come from the binding cookie, which only the browser has,
 * and from a key that only the gateway has: so a callback that is loaded twice sets the same session cookie twice, and
 * neither the database nor a planted cookie is enough to know it.
 */
import { createHmac } from 'node:crypto';
import type { Sealer } from '../sealer.ts';

/** The value of the session cookie that this login leads to. */
export function sessionValue(sealer: Sealer, loginId: string, binding: string): string {
  return keyed(sealer, 'session', `${loginId}.${binding}`).toString('hex');
}

/** The six digits that this login's browser shows and the chat sends back. */
export function linkDigits(sealer: Sealer, loginId: string, binding: string): string {
  return String(keyed(sealer, 'link-digits', `${loginId}.${binding}`).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/** How six digits are known to the store; without the key nobody can try them all. */
export function digitsDigest(sealer: Sealer, linkCodeId: string, digits: string): string {
  return keyed(sealer, 'link-code', `${linkCodeId}.${digits}`).toString('hex');
}

function keyed(sealer: Sealer, purpose: string, text: string): Buffer {
  return createHmac('sha256', sealer.key(purpose)).update(text).digest();
}
