/** The short names of logins: what a visitor reads out to the operator, and what stands in the log. */

/** Crockford's digits: none is taken for another. */
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const referenceShape = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}$/;

/** `7F3K-9QX2-M4TD`: 60 random bits. */
export function newReference(random: { bytes(count: number): Uint8Array }): string {
  const letters = Array.from(random.bytes(12), (byte) => digits[byte & 31]!);
  return letters.join('').replace(/^(.{4})(.{4})(.{4})$/, '$1-$2-$3');
}
