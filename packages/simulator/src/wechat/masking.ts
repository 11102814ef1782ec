/** What may not be read in a ledger: whoever sees it must not be able to act as the account or the person. */

const secretNames = new Set([
  'access_token',
  'refresh_token',
  'secret',
  'appsecret',
  'code',
  'js_code',
  'session_key',
  'ticket',
  'component_access_token',
  'signature',
  'msg_signature',
]);

export const mask = '***';

/** The query with the values of secret parameters hidden; order and names stay. */
export function maskedQuery(query: URLSearchParams): string {
  return [...query].map(([name, value]) => `${encodeURIComponent(name)}=${shown(name, value)}`).join('&');
}

function shown(name: string, value: string): string {
  return secretNames.has(name) && value !== '' ? mask : encodeURIComponent(value);
}

/** A JSON text with the values of secret keys hidden, at any depth; anything else that is not JSON is cut short. */
export function maskedJson(text: string): string {
  if (text === '') return '';
  try {
    return JSON.stringify(JSON.parse(text), (key, value: unknown) =>
      secretNames.has(key) && typeof value === 'string' ? mask : value,
    );
  } catch {
    return `(${text.length} characters that are not JSON)`;
  }
}

/** A callback address with its code hidden. */
export function maskedLocation(location: string): string {
  return location.replace(/([?&]code=)[^&#]*/, `$1${mask}`);
}
