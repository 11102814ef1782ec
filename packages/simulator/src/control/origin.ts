import { isLoopback } from '../wechat/hosts.ts';
import { Problem } from './problems.ts';

/**
 * Names that a page on the Internet cannot have pointed at this machine: loopback, addresses, names without a dot
 * (containers), and names that no public DNS gives out.
 */
function isLocalName(hostname: string): boolean {
  if (isLoopback(hostname) || hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return true;
  return !hostname.includes('.') || /\.(?:localhost|internal|local|test)$/.test(hostname);
}

/** Refuses a request under a name that somebody may have rebound to this machine. */
export function requireLocalName(request: Request): void {
  const hostname = (request.headers.get('host') ?? new URL(request.url).host).replace(/:\d+$/, '');
  if (!isLocalName(hostname)) throw new Problem(403, `this is not served under the name ${hostname}`);
}

/**
 * The simulator signs in anybody, so no page of another origin may drive it. Programs that are no browser send neither
 * header and pass.
 */
export function requireSameOrigin(request: Request): void {
  requireLocalName(request);
  const url = new URL(request.url);
  const host = request.headers.get('host') ?? url.host;
  const origin = request.headers.get('origin');
  if (origin !== null && origin !== `${url.protocol}//${host}`) {
    throw new Problem(403, 'requests of other origins are refused; call this API from a program, not from a page');
  }
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && site !== 'none') {
    throw new Problem(403, 'requests of pages of other sites are refused');
  }
}
