/** A push that has passed every check: its document, the key that its deliveries share, and the way to answer it. */
import { createHash } from 'node:crypto';
import type { Random } from './ports.ts';
import type { Push } from './push.ts';
import type { PushCipher } from './push-cipher.ts';
import type { OpenedPush } from './push-receiver.ts';
import { messageSignature, sha1Hex } from './push-signature.ts';
import type { Reply } from './reply.ts';
import { hex } from './text.ts';
import { readXml, textOf } from './xml-reader.ts';
import { cdata, cdataOfXmlText } from './xml-writer.ts';

/** What the receiver found out on the way, and what an answer is made with. */
export interface Opening {
  readonly push: Push;
  readonly late: boolean;
  readonly signature: string;
  /** The authenticated document, decrypted where it was encrypted. */
  readonly body: Uint8Array | string;
  readonly format: 'xml' | 'json';
  /** When it was opened, in seconds. */
  readonly now: number;
  readonly token: string;
  /** The key that opened it and the signature that covers it; undefined when it came in clear. */
  readonly sealed: { readonly cipher: PushCipher; readonly msgSignature: string } | undefined;
  readonly random: Random;
}

const utf8 = new TextDecoder();

/** What tells one event from another: who, when and what; and of what, since one second may bring the same twice. */
const EVENT_PARTS = [
  ...['MsgId', 'FromUserName', 'CreateTime', 'MsgType', 'Event', 'EventKey', 'Ticket', 'OpenID', 'RevokeInfo', 'MsgID'],
  ...['SubscribeMsgPopupEvent', 'SubscribeMsgChangeEvent', 'SubscribeMsgSentEvent'],
];

/** A class, because closures and getters of its own for every push would cost more than reading the push. */
export class Opened implements OpenedPush {
  readonly push: Push;
  readonly late: boolean;
  readonly signature: string;
  readonly #opening: Opening;

  constructor(opening: Opening) {
    this.push = opening.push;
    this.late = opening.late;
    this.signature = opening.signature;
    this.#opening = opening;
  }

  get print(): string {
    const { sealed, body } = this.#opening;
    return sealed === undefined ? sha1Hex(body) : sealed.msgSignature;
  }

  get document(): string {
    const { body } = this.#opening;
    return typeof body === 'string' ? body : utf8.decode(body);
  }

  get dedupeKey(): string {
    const { type, raw } = this.push;
    const msgId = textOf(raw, 'MsgId') ?? '';
    if (msgId !== '' && type !== 'event') return `message:${msgId}`;
    const parts = EVENT_PARTS.map((name) => raw[name] ?? '');
    return `event:${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
  }

  seal(reply: Reply | undefined): string {
    if (reply === undefined) return 'success';
    const { format, sealed, now } = this.#opening;
    const message = this.#enveloped(reply);
    const document = format === 'json' ? JSON.stringify({ ...readXml(message), CreateTime: now }) : message;
    return sealed === undefined ? document : this.#encrypted(document, sealed.cipher);
  }

  #enveloped(reply: Reply): string {
    const { raw } = this.push;
    // What our reader gave has no character that XML forbids; JSON may have.
    const section = this.#opening.format === 'xml' ? cdataOfXmlText : cdata;
    const user = section(textOf(raw, 'FromUserName') ?? '');
    const account = section(textOf(raw, 'ToUserName') ?? '');
    return (
      `<xml><ToUserName>${user}</ToUserName><FromUserName>${account}</FromUserName>` +
      `<CreateTime>${this.#opening.now}</CreateTime><MsgType><![CDATA[${reply.type}]]></MsgType>${reply.xml}</xml>`
    );
  }

  #encrypted(document: string, cipher: PushCipher): string {
    const { format, now, token, random } = this.#opening;
    const encrypt = cipher.encrypt(document);
    const nonce = hex(random.bytes(8));
    const signature = messageSignature(token, String(now), nonce, encrypt);
    if (format === 'json') {
      return JSON.stringify({ Encrypt: encrypt, MsgSignature: signature, TimeStamp: now, Nonce: nonce });
    }
    return (
      `<xml><Encrypt><![CDATA[${encrypt}]]></Encrypt><MsgSignature><![CDATA[${signature}]]></MsgSignature>` +
      `<TimeStamp>${now}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`
    );
  }
}
