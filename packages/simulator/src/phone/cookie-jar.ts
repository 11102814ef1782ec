/** The cookies of one web view: host, path, Secure and expiry decide which of them a request carries. */
interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Without a leading dot. */
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  /** Milliseconds since the epoch; null ends with the jar. */
  readonly expiresAt: number | null;
}

function defaultPath(pathname: string): string {
  const slash = pathname.lastIndexOf('/');
  return slash <= 0 ? '/' : pathname.slice(0, slash);
}

function pathMatches(pathname: string, path: string): boolean {
  return pathname === path || (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'));
}

function domainMatches(host: string, cookie: Pick<Cookie, 'domain' | 'hostOnly'>): boolean {
  return host === cookie.domain || (!cookie.hostOnly && host.endsWith(`.${cookie.domain}`));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host.startsWith('127.') || host === '[::1]';
}

/** Reads one Set-Cookie line; undefined when a browser would drop it. */
function readCookie(line: string, url: URL, now: number): Cookie | undefined {
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  if (name === '') return undefined;
  const given = new Map(
    attributes.map((attribute) => {
      const [key = '', ...rest] = attribute.split('=');
      return [key.trim().toLowerCase(), rest.join('=').trim()] as const;
    }),
  );
  const domain = (given.get('domain') ?? '').replace(/^\./, '').toLowerCase();
  const cookie = {
    name,
    value: pair.slice(equals + 1).trim(),
    domain: domain || url.hostname,
    hostOnly: domain === '',
    path: given.get('path')?.startsWith('/') ? (given.get('path') as string) : defaultPath(url.pathname),
    secure: given.has('secure'),
    expiresAt: null as number | null,
  };
  if (!domainMatches(url.hostname, cookie)) return undefined;
  const trustworthy = url.protocol === 'https:' || isLoopback(url.hostname);
  if ((cookie.secure || name.startsWith('__Secure-') || name.startsWith('__Host-')) && !trustworthy) return undefined;
  if (name.startsWith('__Host-') && (!cookie.hostOnly || cookie.path !== '/' || !cookie.secure)) return undefined;
  const maxAge = given.get('max-age');
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return { ...cookie, expiresAt: now + Number(maxAge) * 1000 };
  const expires = Date.parse(given.get('expires') ?? '');
  return { ...cookie, expiresAt: Number.isNaN(expires) ? null : expires };
}

/** `now` is the host's time: cookies belong to the browser, which knows nothing of the world's clock. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  store(url: URL, setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const cookie = readCookie(line, url, this.#now());
      if (cookie) this.#cookies.set(`${cookie.domain} ${cookie.path} ${cookie.name}`, cookie);
    }
  }

  /** The Cookie header for a request, or undefined when there is nothing to send. */
  header(url: URL): string | undefined {
    const sent = [...this.#cookies.values()].filter(
      (cookie) =>
        (cookie.expiresAt === null || cookie.expiresAt > this.#now()) &&
        domainMatches(url.hostname, cookie) &&
        pathMatches(url.pathname, cookie.path) &&
        (!cookie.secure || url.protocol === 'https:' || isLoopback(url.hostname)),
    );
    if (sent.length === 0) return undefined;
    // Longer paths first, as browsers send them.
    sent.sort((one, other) => other.path.length - one.path.length);
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  copy(): CookieJar {
    const jar = new CookieJar(this.#now);
    for (const [key, cookie] of this.#cookies) jar.#cookies.set(key, cookie);
    return jar;
  }

  clear(): void {
    this.#cookies.clear();
  }
}
