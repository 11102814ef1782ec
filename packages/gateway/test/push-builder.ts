/**
 * What WeChat sends, built from its published rules with nothing of our own: so the receiver and this file are two readings
 * of the same page.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface PushAccount {
  readonly appId: string;
  readonly originalId: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

export interface BuiltPush {
  readonly query: string;
  readonly body: string;
}

export type Fields = Readonly<Record<string, string | number>>;

export function document(fields: Fields): string {
  const elements = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number' ? `<${name}>${value}</${name}>` : `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>${elements.join('')}</xml>`;
}

export function sign(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

export interface Wire {
  /** Seconds. */
  readonly timestamp: number;
  readonly nonce?: string;
  readonly mode?: 'plain' | 'compatible' | 'safe';
  /** Takes the place of what would be right. */
  readonly signature?: string;
  readonly msgSignature?: string | null;
  readonly outer?: Fields;
}

export function buildPush(account: PushAccount, fields: Fields | string, wire: Wire): BuiltPush {
  const { token } = account;
  const timestamp = String(wire.timestamp);
  const nonce = wire.nonce ?? String(randomBytes(4).readUInt32BE(0));
  const signature = wire.signature ?? sign(token, timestamp, nonce);
  const clear = typeof fields === 'string' ? fields : document(fields);
  const query = `signature=${signature}&timestamp=${timestamp}&nonce=${nonce}`;
  if (wire.mode === 'plain') return { query, body: clear };
  const encrypted = encrypt(account, clear);
  const right = sign(token, timestamp, nonce, encrypted);
  const msgSignature = wire.msgSignature === null ? '' : `&msg_signature=${wire.msgSignature ?? right}`;
  const outer = wire.outer ?? { ToUserName: account.originalId };
  return { query: `${query}&encrypt_type=aes${msgSignature}`, body: document({ ...outer, Encrypt: encrypted }) };
}

export function encrypt({ encodingAesKey, appId }: PushAccount, text: string): string {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  const message = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(message.length);
  const frame = Buffer.concat([randomBytes(16), length, message, Buffer.from(appId)]);
  const padding = 32 - (frame.length % 32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([
    cipher.update(Buffer.concat([frame, Buffer.alloc(padding, padding)])),
    cipher.final(),
  ]).toString('base64');
}

/** The clear reply inside an encrypted one, its signature checked; a clear reply is answered as it is. */
export function openReply(account: PushAccount, body: string): string {
  const encrypted = element(body, 'Encrypt');
  if (encrypted === undefined) return body;
  const [signature, timestamp, nonce] = ['MsgSignature', 'TimeStamp', 'Nonce'].map((name) => element(body, name) ?? '');
  if (sign(account.token, timestamp!, nonce!, encrypted) !== signature) throw new Error('the reply is signed wrongly');
  const key = Buffer.from(`${account.encodingAesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const frame = Buffer.concat([decipher.update(encrypted, 'base64'), decipher.final()]);
  const length = frame.readUInt32BE(16);
  if (frame.subarray(20 + length, -frame.at(-1)!).toString() !== account.appId) throw new Error('another AppID');
  return frame.subarray(20, 20 + length).toString();
}

/** The value of one element of a flat document, CDATA undone. */
export function element(xml: string, name: string): string | undefined {
  const inside = new RegExp(`<${name}>(.*?)</${name}>(?=<|$)`, 's').exec(xml)?.[1];
  return inside?.replace(/<!\[CDATA\[(.*?)\]\]>/gs, '$1');
}
