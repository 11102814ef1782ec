/** Small things about texts that several parts need. */

const encoder = new TextEncoder();
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Length in UTF-8, the unit of most of WeChat's limits. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** The longest beginning of `text` that fits in `limit` bytes of UTF-8 without cutting a code point. */
export function cutUtf8(text: string, limit: number): string {
  if (text.length * 3 <= limit) return text;
  const { read } = encoder.encodeInto(text, new Uint8Array(limit));
  return text.slice(0, read);
}

/**
 * Compares two texts in a time that depends on the length of `actual` alone. A text of another length takes the same
 * path and is never equal.
 */
export function equalText(actual: string, expected: string): boolean {
  let difference = actual.length ^ expected.length;
  for (let i = 0; i < actual.length; i += 1) {
    // Beyond its end `expected` gives NaN, which counts as 0 here.
    difference |= actual.charCodeAt(i) ^ expected.charCodeAt(i);
  }
  return difference === 0 && expected.length > 0;
}
