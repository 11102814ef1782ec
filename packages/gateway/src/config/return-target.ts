/**
 * Where a sign-in leads back to: a path of this origin, or an address that is registered letter for letter. It is read by
 * the parser that browsers use and kept as parsed, so that it means here what it will mean there.
 */

const longest = 2048;
/** Browsers drop tabs and line breaks from addresses and read a backslash as a slash, encoded ones in some proxies too. */
const disguised = /[\u0000-\u0020\u007f\\]|%5c|^\/(?:\/|%2f)/i;
/** Any origin serves to read a path. */
const here = 'https://gateway.invalid';

/** The target as it may be stored and put into a Location, or undefined where it is refused. */
export function readReturnTarget(text: string, registered: readonly string[]): string | undefined {
  if (registered.includes(text)) return text;
  if (Buffer.byteLength(text) > longest || !text.startsWith('/') || disguised.test(text)) return undefined;
  const url = URL.canParse(text, here) ? new URL(text, here) : undefined;
  // Dots are gone after parsing: /.//evil.example has become //evil.example.
  if (url === undefined || url.origin !== here || url.pathname.startsWith('//')) return undefined;
  return `${url.pathname}${url.search}${url.hash}`;
}
