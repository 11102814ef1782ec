import { type PushModeFact, pushModes, pushQuery } from '@mingpian/facts/delivery';
import type { PushMode } from '../world/state.ts';
import type { Field } from './document.ts';
import { bare, writeJson, writeXml } from './document.ts';
import { sealFrame } from './frame.ts';
import { sign } from './signature.ts';

/** What a mode sends and lets answer. */
export function modeFact(mode: PushMode): PushModeFact {
  return pushModes.find(({ name }) => name === mode) ?? pushModes[0];
}

/** Plain mode writes in clear, compatible mode in clear and encrypted side by side, safe mode encrypted only. */
export interface Destination {
  readonly url: string;
  readonly mode: PushMode;
  readonly token: string;
  readonly encodingAesKey: string;
}

/** What every push of one account and moment is made of. */
export interface Sender {
  readonly settings: Destination;
  readonly appId: string;
  /** Stands in the query as `openid`: the sender of the message. */
  readonly openid: string;
  /** Seconds. */
  readonly timestamp: number;
  readonly nonce: string;
  /** 16 bytes of the frame; not read in plain mode. */
  readonly random: Uint8Array;
  readonly format: 'xml' | 'json';
  /** A fault: both signatures are over another token. */
  readonly badSignature?: boolean;
}

/** One push ready for the wire; every attempt sends exactly these bytes. */
export interface PushRequest {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  /** Goes into X-Forwarded-For, if the world wants it. */
  readonly forwardedFor?: string;
}

/** Adds parameters in this order behind whatever query a developer's URL already has; those without a value are left out. */
export function withQuery<Name extends string>(
  url: string,
  names: readonly Name[],
  values: Partial<Record<Name, string>>,
): string {
  const query = names
    .flatMap((name) => (values[name] === undefined ? [] : `${name}=${encodeURIComponent(values[name])}`))
    .join('&');
  const [address = '', fragment] = url.split('#', 2);
  const joined = `${address}${address.includes('?') ? '&' : '?'}${query}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

export function sealPush(fields: readonly Field[], sender: Sender): PushRequest {
  const { settings } = sender;
  const write = sender.format === 'json' ? writeJson : writeXml;
  const token = sender.badSignature ? `${settings.token}x` : settings.token;
  const timestamp = String(sender.timestamp);
  const { nonce, openid } = sender;
  const signed = { signature: sign(token, timestamp, nonce), timestamp, nonce, openid };
  const mode = modeFact(settings.mode);
  if (mode.body === 'clear') {
    return request(settings.url, signed, write(fields), sender.format);
  }
  const encrypt = sealFrame(write(fields), { ...settings, appId: sender.appId, random: sender.random });
  const clear = mode.body === 'clearAndEncrypted' ? fields : fields.filter(([name]) => name === 'ToUserName');
  const sealed = { encrypt_type: 'aes', msg_signature: sign(token, timestamp, nonce, encrypt) };
  return request(settings.url, { ...signed, ...sealed }, write([...clear, ['Encrypt', encrypt]]), sender.format);
}

function request(
  url: string,
  query: Partial<Record<(typeof pushQuery.value)[number], string>>,
  body: string,
  format: Sender['format'],
): PushRequest {
  return {
    url: withQuery(url, pushQuery.value, query),
    contentType: format === 'json' ? 'application/json' : 'text/xml',
    body,
  };
}

/** The four fields with which every push begins. `createTime` in seconds. */
export function envelope(to: string, from: string, createTime: number, msgType: string): Field[] {
  return [
    ['ToUserName', to],
    ['FromUserName', from],
    ['CreateTime', bare(createTime)],
    ['MsgType', msgType],
  ];
}
