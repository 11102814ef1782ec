/** Parameters go behind the query that is there and before the fragment (rows ). */
export function callbackAddress(redirectUri: string, parameters: readonly [string, string][]): string {
  const hash = redirectUri.indexOf('#');
  const base = hash < 0 ? redirectUri : redirectUri.slice(0, hash);
  const fragment = hash < 0 ? '' : redirectUri.slice(hash);
  const added = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const joint = !base.includes('?') ? '?' : base.endsWith('?') || base.endsWith('&') ? '' : '&';
  return headerSafe(`${base}${joint}${added}${fragment}`);
}

/** A Location header holds printable ASCII; what a decoded redirect_uri may hold besides is percent-encoded again. */
function headerSafe(address: string): string {
  return address.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
