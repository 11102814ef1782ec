/**
 * From the bytes of a push to a typed, authentic push and back to the bytes of the reply. What is checked is decided by
 * the configuration alone, never by the request. The order: grammar of the query, signature in constant time,
 * freshness, then the strict reader or the AES frame, then the account.
 */
import { shapes } from '@mingpian/facts/shapes';
import { PushRefused } from './errors.ts';
import { readJson } from './json-reader.ts';
import { Opened, type Opening } from './opened-push.ts';
import type { Clock, Random } from './ports.ts';
import type { Push } from './push.ts';
import { PushCipher } from './push-cipher.ts';
import { type PushQuery, readPushQuery } from './push-query.ts';
import { readPush } from './push-reading.ts';
import { messageSignature, pushSignature } from './push-signature.ts';
import type { Reply } from './reply.ts';
import { systemClock, systemRandom } from './system.ts';
import { equalText } from './text.ts';
import { readXml, textOf, type XmlElement, XmlError, xmlLimits } from './xml-reader.ts';

/** 明文, 兼容 and 安全 of WeChat's console. In `plain` mode whoever learns one signed URL can forge bodies. */
export type PushMode = 'plain' | 'compatible' | 'safe';

export interface PushReceiverOptions {
  readonly appId: string;
  /** When given, pushes to another original id are refused. */
  readonly originalId?: string;
  readonly mode: PushMode;
  readonly token: string;
  /** Tokens that are still accepted while a change of Token is under way. */
  readonly previousTokens?: readonly string[];
  /** 43 letters and digits; needed in `compatible` and `safe` mode. */
  readonly encodingAesKey?: string;
  /** Keys that are still accepted while a change of key is under way. A reply uses the key that opened the push. */
  readonly previousEncodingAesKeys?: readonly string[];
  /** The console's 数据格式: what pushes are written in. A body in the other format is refused. */
  readonly format?: 'xml' | 'json';
  readonly clock?: Clock;
  readonly random?: Random;
}

export interface OpenedPush {
  readonly push: Push;
  /** The document that was authenticated: decrypted where it was encrypted. */
  readonly document: string;
  /** `signature` of the query. WeChat's retries repeat it with the same body; with another body it is a replay. */
  readonly signature: string;
  /** What nobody can keep while altering the push: `msg_signature` where it was encrypted, a digest of the body elsewhere. SHA-1 in hex. */
  readonly print: string;
  /** The same for every delivery of one push: by MsgId, for events by sender, time, event and what it is about. */
  readonly dedupeKey: string;
  /** CreateTime is more than an hour ago or five minutes ahead: store the push, but let it have no effect. */
  readonly late: boolean;
  /** The body of the answer: the reply in its envelope, encrypted where the push was, or `success` for none. */
  seal(reply: Reply | undefined): string;
}

export interface PushReceiver {
  /** Answers the URL check of WeChat's console with the text to send back. @throws {PushRefused} */
  verify(query: string): string;
  /** Checks what needs no body, so that a forged push costs nothing more. `query` is without `?`. @throws {PushRefused} */
  authenticate(query: string): AuthenticQuery;
  /** Opens a POSTed push. @throws {PushRefused} */
  open(query: string | AuthenticQuery, body: Uint8Array | string): OpenedPush;
}

/** A query that was signed with one of the Tokens, not long ago. Only `authenticate` makes one. */
export class AuthenticQuery {
  readonly #parameters: PushQuery;
  readonly #token: string;
  /** The computed one: equal to that of the query, but no part of it that would keep it in memory. */
  readonly signature: string;

  /** @internal */
  constructor(parameters: PushQuery, token: string, signature: string) {
    this.#parameters = parameters;
    this.#token = token;
    this.signature = signature;
  }

  /** @internal */
  get parameters(): PushQuery {
    return this.#parameters;
  }

  /** @internal The Token that signed; never part of what is printed. */
  get token(): string {
    return this.#token;
  }
}

export const pushFreshness = {
  /** Seconds by which the signed timestamp may be off, either way. */
  signedSeconds: 300,
  /** Seconds that CreateTime may be ago or ahead before the push counts as late. */
  createdAgo: 3600,
  createdAhead: 300,
} as const;

/** @throws {TypeError} an option is missing or has not the shape that WeChat gives it. */
export function createPushReceiver(options: PushReceiverOptions): PushReceiver {
  return new Receiver(options);
}

class Receiver implements PushReceiver {
  readonly #mode: PushMode;
  readonly #format: 'xml' | 'json';
  readonly #originalId: string | undefined;
  readonly #tokens: readonly string[];
  readonly #ciphers: readonly PushCipher[];
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(options: PushReceiverOptions) {
    const { appId, mode, token, encodingAesKey } = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#mode = mode;
    this.#format = options.format ?? 'xml';
    this.#originalId = options.originalId;
    if (!shapes.appId.value.test(appId)) throw new TypeError('appId must be wx and 16 lower-case hex digits');
    if (this.#originalId !== undefined && !shapes.originalId.value.test(this.#originalId))
      throw new TypeError('originalId must be gh_ and 12 hex digits');
    if (!['xml', 'json'].includes(this.#format)) throw new TypeError('format must be xml or json');
    this.#tokens = [token, ...(options.previousTokens ?? [])];
    for (const each of this.#tokens) {
      if (!shapes.pushToken.value.test(each)) throw new TypeError('token must be 3 to 32 letters and digits');
    }
    if (!['plain', 'compatible', 'safe'].includes(mode)) throw new TypeError('mode must be plain, compatible or safe');
    if (mode !== 'plain' && encodingAesKey === undefined)
      throw new TypeError(`encodingAesKey is needed in ${mode} mode`);
    const keys = encodingAesKey === undefined ? [] : [encodingAesKey, ...(options.previousEncodingAesKeys ?? [])];
    this.#ciphers = mode === 'plain' ? [] : keys.map((key) => new PushCipher(key, appId, this.#random));
  }

  verify(query: string): string {
    const { parameters } = this.authenticate(query);
    if (parameters.echostr === undefined) throw new PushRefused('query');
    return parameters.echostr;
  }

  open(query: string | AuthenticQuery, body: Uint8Array | string): OpenedPush {
    const authentic = typeof query === 'string' ? this.authenticate(query) : query;
    if (body.length > xmlLimits.document) throw new PushRefused('too_large');
    const outer = this.#read(body);
    if (this.#mode === 'plain') return this.#opened(authentic, outer, body, undefined);

    const encrypt = textOf(outer, 'Encrypt');
    if (encrypt === undefined) throw new PushRefused('downgrade');
    if (this.#mode === 'safe' && Object.keys(outer).some((name) => name !== 'Encrypt' && name !== 'ToUserName')) {
      throw new PushRefused('xml');
    }
    const { timestamp, nonce, msgSignature = '' } = authentic.parameters;
    const computed = messageSignature(authentic.token, timestamp, nonce, encrypt);
    if (!equalText(msgSignature, computed)) throw new PushRefused('msg_signature');
    const { cipher, message } = this.#decrypt(encrypt);
    // From here on only the decrypted document exists; nothing of the outer one is looked at again.
    return this.#opened(authentic, this.#read(message), message, { cipher, msgSignature: computed });
  }

  #read(body: Uint8Array | string): XmlElement {
    const json = startsWithBrace(body);
    if (json !== (this.#format === 'json')) throw new PushRefused('format_mismatch');
    try {
      return json ? readJson(body) : readXml(body);
    } catch (error) {
      if (error instanceof XmlError) throw new PushRefused('xml', error);
      throw error;
    }
  }

  authenticate(query: string): AuthenticQuery {
    const parameters = readPushQuery(query);
    if (parameters === undefined) throw new PushRefused('query');
    const { timestamp, nonce } = parameters;
    for (const token of this.#tokens) {
      const signature = pushSignature(token, timestamp, nonce);
      if (!equalText(parameters.signature, signature)) continue;
      const age = Math.floor(this.#clock.now() / 1000) - Number(timestamp);
      if (Math.abs(age) > pushFreshness.signedSeconds) throw new PushRefused('stale');
      return new AuthenticQuery(parameters, token, signature);
    }
    throw new PushRefused('signature');
  }

  #decrypt(encrypt: string): { cipher: PushCipher; message: Uint8Array } {
    for (const cipher of this.#ciphers) {
      try {
        return { cipher, message: cipher.decrypt(encrypt) };
      } catch {
        // Perhaps it was made with the previous key. Which check failed stays unsaid.
      }
    }
    throw new PushRefused('frame');
  }

  #opened(
    { token, signature }: AuthenticQuery,
    fields: XmlElement,
    body: Uint8Array | string,
    sealed: Opening['sealed'],
  ): OpenedPush {
    const push = readPush(fields);
    const to = textOf(fields, 'ToUserName');
    if (this.#originalId !== undefined && to !== this.#originalId) throw new PushRefused('account');
    const now = Math.floor(this.#clock.now() / 1000);
    const late = push.type !== 'malformed' && isLate(push.createTime, now);
    return new Opened({
      push,
      late,
      signature,
      body,
      format: this.#format,
      now,
      token,
      sealed,
      random: this.#random,
    });
  }
}

/** The first byte of a JSON push, and of no XML document. */
function startsWithBrace(body: Uint8Array | string): boolean {
  return typeof body === 'string' ? body.startsWith('{') : body[0] === 0x7b;
}

function isLate(createTime: number, now: number): boolean {
  return now - createTime > pushFreshness.createdAgo || createTime - now > pushFreshness.createdAhead;
}
