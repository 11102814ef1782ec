import { callbackParameters } from '@mingpian/facts/consent';

/** What WeChat tells the application; a parameter that is left out does not come. */
export type CallbackValues = Partial<Record<(typeof callbackParameters.value)[number], string>>;

/** Parameters go behind the query that is there and before the fragment (rows ). */
export function callbackAddress(redirectUri: string, values: CallbackValues): string {
  const hash = redirectUri.indexOf('#');
  const base = hash < 0 ? redirectUri : redirectUri.slice(0, hash);
  const fragment = hash < 0 ? '' : redirectUri.slice(hash);
  const added = callbackParameters.value
    .flatMap((name) => (values[name] === undefined ? [] : `${name}=${encodeURIComponent(values[name])}`))
    .join('&');
  const joint = !base.includes('?') ? '?' : base.endsWith('?') || base.endsWith('&') ? '' : '&';
  return headerSafe(`${base}${joint}${added}${fragment}`);
}

/** A Location header holds printable ASCII; what a decoded redirect_uri may hold besides is percent-encoded again. */
function headerSafe(address: string): string {
  return address.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}
