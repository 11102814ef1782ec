/**
 * Secrets that are computed again instead of being kept. They come from the binding cookie, which only the browser has,
 * and from a key that only the gateway has: so a callback that is loaded twice sets the same session cookie twice, and
 * neither the database nor a planted cookie is enough to know it.
 */
import type { Sealer } from '../sealer.ts';

/** The value of the session cookie that this login leads to. */
export function sessionValue(sealer: Sealer, loginId: string, binding: string): string {
  return sealer.digest('session', `${loginId}.${binding}`).toString('hex');
}

/** The six digits that this login's browser shows and the chat sends back. */
export function linkDigits(sealer: Sealer, loginId: string, binding: string): string {
  return String(sealer.digest('link-digits', `${loginId}.${binding}`).readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

/** How six digits are known to the store; without the key nobody can try them all. */
export function digitsDigest(sealer: Sealer, linkCodeId: string, digits: string): string {
  return sealer.digest('link-code', `${linkCodeId}.${digits}`).toString('hex');
}
