// What a reader of the tour may see of a request or a reply: everything but the secrets, of which the last four characters stay,
// enough to follow one through the steps.

/** Names under which the wire carries secrets: in queries, in JSON, as XML elements. */
const secretNames = [
  'access_token',
  'refresh_token',
  'secret',
  'appsecret',
  'code',
  'state',
  'signature',
  'msg_signature',
  'echostr',
  'ticket',
  'session_key',
  'sheet',
].join('|');

const inQuery = new RegExp(`([?&](?:${secretNames})=)([^&#"'\\s<\\]]+)`, 'g');
const inForm = new RegExp(`^((?:${secretNames})=)([^&]+)|(&(?:${secretNames})=)([^&]+)`, 'g');
const inJson = new RegExp(`("(?:${secretNames}|token|encodingAesKey|appSecret)"\\s*:\\s*")([^"]+)(")`, 'gi');
const inXml = /(<(?:Encrypt|MsgSignature|Ticket)><!\[CDATA\[)([^\]]+)(\]\])/g;
/** One-time links of the gateway: whoever has the path has the right. */
const inPath = /(\/login\/[\w-]+\/)([\w-]{20,})/g;

const last4 = (value: string): string => `…${value.slice(-4)}`;

/** The text of a URL, header or body without its secrets. */
export function masked(text: string): string {
  return text
    .replace(inQuery, (_, name: string, value: string) => name + last4(value))
    .replace(inJson, (_, name: string, value: string, end: string) => name + last4(value) + end)
    .replace(inXml, (_, name: string, value: string, end: string) => name + last4(value) + end)
    .replace(inPath, (_, path: string, value: string) => path + last4(value));
}

/** A form body (`name=value&…`) without its secrets. */
export const maskedForm = (text: string): string =>
  text.replace(inForm, (_, first?: string, value?: string, next?: string, other?: string) =>
    first === undefined ? next + last4(other ?? '') : first + last4(value ?? ''),
  );
