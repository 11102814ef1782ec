import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 in hex: how secrets of the browser, codes and documents are known to the store. */
export function sha256(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Compares two texts in constant time; texts of unequal length take the same path. */
export function equal(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
