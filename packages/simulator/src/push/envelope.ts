import type { PushMode } from '../world/state.ts';
import type { Field } from './document.ts';
import { bare, writeJson, writeXml } from './document.ts';
import { sealFrame } from './frame.ts';
import { sign } from './signature.ts';

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
  readonly json?: boolean;
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

/** Adds parameters behind whatever query a developer's URL already has. */
export function withQuery(url: string, parameters: readonly (readonly [string, string])[]): string {
  const query = parameters.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const [address = '', fragment] = url.split('#', 2);
  const joined = `${address}${address.includes('?') ? '&' : '?'}${query}`;
  return fragment === undefined ? joined : `${joined}#${fragment}`;
}

export function sealPush(fields: readonly Field[], sender: Sender): PushRequest {
  const { settings } = sender;
  const write = sender.json ? writeJson : writeXml;
  const token = sender.badSignature ? `${settings.token}x` : settings.token;
  const timestamp = String(sender.timestamp);
  const query: [string, string][] = [
    ['signature', sign(token, timestamp, sender.nonce)],
    ['timestamp', timestamp],
    ['nonce', sender.nonce],
    ['openid', sender.openid],
  ];
  let body = write(fields);
  if (settings.mode !== 'plain') {
    const encrypt = sealFrame(body, { ...settings, appId: sender.appId, random: sender.random });
    query.push(['encrypt_type', 'aes'], ['msg_signature', sign(token, timestamp, sender.nonce, encrypt)]);
    const clear = settings.mode === 'compatible' ? fields : fields.filter(([name]) => name === 'ToUserName');
    body = write([...clear, ['Encrypt', encrypt]]);
  }
  return {
    url: withQuery(settings.url, query),
    contentType: sender.json ? 'application/json' : 'text/xml',
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
