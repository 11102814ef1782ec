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

/** Longer texts are cut: a page of followers has 300 000 characters, and the ledger keeps thousands of entries. */
const longest = 2048;

const secretPairs = new RegExp(String.raw`("(?:${[...secretNames].join('|')})"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|$)`, 'g');

/** The beginning of a JSON text; a secret that is cut in the middle is hidden as well. */
function maskedText(text: string): string {
  return text.replace(secretPairs, `$1"${mask}"`);
}

/** A JSON text with the values of secret keys hidden, at any depth; anything else that is not JSON is cut short. */
export function maskedJson(text: string): string {
  if (text === '') return '';
  if (text.length > longest) return `${maskedText(text.slice(0, longest / 2))}… (${text.length} characters)`;
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
