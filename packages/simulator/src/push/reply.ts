import { acknowledgement } from '@mingpian/facts/delivery';
import { limits } from '@mingpian/facts/limits';
import type { PushMode } from '../world/state.ts';
import { modeFact } from './envelope.ts';
import { FrameError, openFrame } from './frame.ts';
import { child, childText, type Element, ReplyDocumentError, readDocument } from './reply-document.ts';
import { sign } from './signature.ts';

/** What the account's bubble in the chat holds. */
export type ReplyMessage = { readonly type: string; readonly text?: string; readonly [field: string]: unknown };

/**
 * What a passive reply does: nothing, a bubble, or the failure notice with the reason why. `remarks` are things that WeChat
 * lets pass and the report should mention.
 */
export type ReplyOutcome =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'message'; readonly message: ReplyMessage; readonly remarks: readonly string[] }
  | { readonly kind: 'bad'; readonly reason: string };

export interface ReplyContext {
  readonly mode: PushMode;
  readonly token: string;
  /** The current key first, then the one before it. */
  readonly encodingAesKeys: readonly string[];
  readonly appId: string;
  readonly originalId: string;
  readonly openid: string;
  /** Articles that WeChat shows in answer to what was pushed. */
  readonly articles: number;
}

class BadReply extends Error {}

function need(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new BadReply(`${name} is missing or empty`);
  return value;
}

function optional(parent: Element, names: Record<string, string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [field, name] of Object.entries(names)) {
    const text = childText(parent, name);
    if (text !== undefined && text !== '') found[field] = text;
  }
  return found;
}

function media(document: Element, name: string): Element {
  const element = child(document, name);
  if (!element) throw new BadReply(`${name} is missing`);
  return element;
}

/** One reader for each MsgType of protocol.md §8.8. */
const bodies: Record<
  string,
  (document: Element, context: ReplyContext, remarks: string[]) => Omit<ReplyMessage, 'type'>
> = {
  text(document) {
    const text = need(childText(document, 'Content'), 'Content');
    const bytes = Buffer.byteLength(text);
    const limit = limits.replyTextBytes.value;
    if (bytes > limit) throw new BadReply(`Content has ${bytes} bytes, at most ${limit} are allowed`);
    return { text };
  },
  image: (document) => ({ mediaId: need(childText(media(document, 'Image'), 'MediaId'), 'Image/MediaId') }),
  voice: (document) => ({ mediaId: need(childText(media(document, 'Voice'), 'MediaId'), 'Voice/MediaId') }),
  video(document) {
    const video = media(document, 'Video');
    const mediaId = need(childText(video, 'MediaId'), 'Video/MediaId');
    return { mediaId, ...optional(video, { title: 'Title', description: 'Description' }) };
  },
  music(document) {
    const music = media(document, 'Music');
    const thumbMediaId = need(childText(music, 'ThumbMediaId'), 'Music/ThumbMediaId');
    const names = { title: 'Title', description: 'Description', musicUrl: 'MusicUrl', hqMusicUrl: 'HQMusicUrl' };
    return { thumbMediaId, ...optional(music, names) };
  },
  news(document, context, remarks) {
    const count = need(childText(document, 'ArticleCount'), 'ArticleCount');
    const items = media(document, 'Articles').children;
    if (items.length === 0 || items.some((item) => item.name !== 'item'))
      throw new BadReply('Articles holds no <item>');
    if (Number(count) !== items.length)
      throw new BadReply(`ArticleCount is ${count}, but there are ${items.length} items`);
    if (items.length > limits.replyArticles.value)
      throw new BadReply(`more than ${limits.replyArticles.value} articles`);
    if (items.length > context.articles) remarks.push(`only ${context.articles} of ${items.length} articles is shown`);
    const articles = items.slice(0, context.articles).map((item) => ({
      title: need(childText(item, 'Title'), 'Title'),
      ...optional(item, { description: 'Description', picUrl: 'PicUrl', url: 'Url' }),
    }));
    return { articles };
  },
};

function openEncrypted(document: Element, context: ReplyContext): Uint8Array {
  if (!modeFact(context.mode).encryptedReply) throw new BadReply(`an encrypted reply in ${context.mode} mode`);
  const encrypt = need(childText(document, 'Encrypt'), 'Encrypt');
  const timestamp = need(childText(document, 'TimeStamp'), 'TimeStamp');
  const nonce = need(childText(document, 'Nonce'), 'Nonce');
  const signature = need(childText(document, 'MsgSignature'), 'MsgSignature');
  if (signature !== sign(context.token, timestamp, nonce, encrypt)) throw new BadReply('MsgSignature is wrong');
  const failures: string[] = [];
  for (const encodingAesKey of context.encodingAesKeys) {
    try {
      return Buffer.from(openFrame(encrypt, { encodingAesKey, appId: context.appId }), 'utf8');
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      failures.push(error.message);
    }
  }
  throw new BadReply(`Encrypt cannot be opened: ${failures[0]}`);
}

function readMessage(document: Element, context: ReplyContext): ReplyOutcome {
  const remarks: string[] = [];
  const to = need(childText(document, 'ToUserName'), 'ToUserName');
  const from = need(childText(document, 'FromUserName'), 'FromUserName');
  if (to === context.originalId && from === context.openid)
    throw new BadReply('ToUserName and FromUserName are not swapped');
  if (to !== context.openid) throw new BadReply('ToUserName is not the openid of the sender');
  if (from !== context.originalId) throw new BadReply('FromUserName is not the original id of the account');
  const createTime = child(document, 'CreateTime');
  if (!/^[0-9]+$/.test(need(createTime?.text, 'CreateTime'))) throw new BadReply('CreateTime is not a number');
  if (createTime?.cdata) remarks.push('CreateTime should be a bare number');
  const type = need(childText(document, 'MsgType'), 'MsgType');
  if (type === 'transfer_customer_service') return { kind: 'nothing' };
  const body = bodies[type];
  if (!body) throw new BadReply(`unknown MsgType ${type.slice(0, 40)}`);
  return { kind: 'message', message: { type, ...body(document, context, remarks) }, remarks };
}

/** Decides what the chat shows for the body of a 200 answer. */
export function readReply(body: Uint8Array, context: ReplyContext): ReplyOutcome {
  const silent = (bytes: Uint8Array) =>
    bytes.length === 0 ||
    (bytes.length === acknowledgement.value.length && Buffer.from(bytes).toString() === acknowledgement.value);
  if (silent(body)) return { kind: 'nothing' };
  try {
    const outer = readDocument(body);
    if (!child(outer, 'Encrypt')) {
      if (!modeFact(context.mode).clearReply) throw new BadReply(`a clear reply in ${context.mode} mode`);
      return readMessage(outer, context);
    }
    const inner = openEncrypted(outer, context);
    return silent(inner) ? { kind: 'nothing' } : readMessage(readDocument(inner), context);
  } catch (error) {
    if (error instanceof BadReply || error instanceof ReplyDocumentError) return { kind: 'bad', reason: error.message };
    throw error;
  }
}
