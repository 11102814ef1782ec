import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hex: how secrets of the browser, codes and documents are known to the store. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text);
}

/** Compares two texts in constant time; texts of unequal length take the same path. */
export function equal(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}
