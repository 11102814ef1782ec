/**
 * How the engine reaches clients. It refuses addresses that lead into private networks; the hosts that the configuration names
 * are let through. Redirects are not followed.
 */
export function engineFetch(privateHosts: readonly string[]): typeof fetch {
  const allowed = new Set(privateHosts);
  return (url, init) => {
    const { hostname } = new URL(url instanceof Request ? url.url : url);
    // The dispatcher that came along is the one that refuses.
    const { dispatcher, ...plain } = (init ?? {}) as RequestInit & { dispatcher?: unknown };
    const options = allowed.has(hostname) || dispatcher === undefined ? plain : { ...plain, dispatcher };
    return fetch(url, { ...options, redirect: 'manual' } as RequestInit);
  };
}
