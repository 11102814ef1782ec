import type { IncomingMessage } from 'node:http';

const host = /^[\w.~:[\]-]*$/;

/**
 * Whether a request asks for a path, and names at most one host, in letters of which hosts are made; node refuses HTTP/1.1 without
 * any. No link is made from it: but a proxy in front that reads another of two names may guard other paths.
 */
export function isWellAddressed({ url = '', rawHeaders }: Pick<IncomingMessage, 'url' | 'rawHeaders'>): boolean {
  if (!url.startsWith('/')) return false;
  let named = false;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (named || !host.test(rawHeaders[at + 1] ?? '')) return false;
    named = true;
  }
  return true;
}
