/**
 * Passive replies (被动回复): what may be answered to a push within five seconds. `OpenedPush.seal` adds the names and
 * the time and encrypts where the push was encrypted.
 */
import { limits } from '@mingpian/facts/limits';
import { cutUtf8 } from './text.ts';
import { cdata, cdataOfXmlText, xmlText } from './xml-writer.ts';

/** A reply without its envelope. */
export interface Reply {
  readonly type: 'text' | 'image' | 'voice' | 'video' | 'music' | 'news' | 'transfer_customer_service';
  /** The elements after `MsgType`. */
  readonly xml: string;
}

/** A text of at most 2048 bytes; longer ones are cut between characters. `<a href>` in it is a link that can be tapped. */
export function textReply(content: string): Reply {
  const fitting = cutUtf8(xmlText(content), limits.replyTextBytes.value);
  if (fitting === '') throw new TypeError('content must not be empty: WeChat shows a failure notice for an empty text');
  return { type: 'text', xml: `<Content>${cdataOfXmlText(fitting)}</Content>` };
}

/** `mediaId` is that of an uploaded picture. @throws {TypeError} it is empty, here and in the replies below. */
export function imageReply(mediaId: string): Reply {
  return { type: 'image', xml: `<Image>${media('mediaId', 'MediaId', mediaId)}</Image>` };
}

export function voiceReply(mediaId: string): Reply {
  return { type: 'voice', xml: `<Voice>${media('mediaId', 'MediaId', mediaId)}</Voice>` };
}

export function videoReply(video: { mediaId: string; title?: string; description?: string }): Reply {
  const xml =
    media('mediaId', 'MediaId', video.mediaId) +
    element('Title', video.title) +
    element('Description', video.description);
  return { type: 'video', xml: `<Video>${xml}</Video>` };
}

export function musicReply(music: {
  thumbMediaId: string;
  title?: string;
  description?: string;
  musicUrl?: string;
  hqMusicUrl?: string;
}): Reply {
  const xml =
    element('Title', music.title) +
    element('Description', music.description) +
    element('MusicUrl', music.musicUrl) +
    element('HQMusicUrl', music.hqMusicUrl) +
    media('thumbMediaId', 'ThumbMediaId', music.thumbMediaId);
  return { type: 'music', xml: `<Music>${xml}</Music>` };
}

/** One article: WeChat takes a single one for all kinds of messages and nearly all events. */
export function newsReply(article: { title: string; description: string; pictureUrl: string; url: string }): Reply {
  const item =
    element('Title', article.title) +
    element('Description', article.description) +
    element('PicUrl', article.pictureUrl) +
    element('Url', article.url);
  return { type: 'news', xml: `<ArticleCount>1</ArticleCount><Articles><item>${item}</item></Articles>` };
}

/** Hands the conversation to a human of the account's customer service. */
export function customerServiceReply(account?: string): Reply {
  const xml = account === undefined ? '' : `<TransInfo>${element('KfAccount', account)}</TransInfo>`;
  return { type: 'transfer_customer_service', xml };
}

function media(argument: string, name: string, id: string): string {
  if (id === '') throw new TypeError(`${argument} must not be empty: WeChat shows a failure notice instead of it`);
  return element(name, id);
}

function element(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${cdata(text)}</${name}>`;
}

/**
 * A link for a text reply. The address is percent-encoded where it must be, so that no input of a person can leave the
 * attribute.
 *
 * @throws {TypeError} href is not an https address, or an http address of this machine.
 */
export function replyLink(href: string, label: string): string {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  const local = url !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && local))) {
    throw new TypeError('href must be an https address');
  }
  const quoted = url.href.replace(/["'<>]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `<a href="${quoted}">${label.replace(/[<>]/g, '')}</a>`;
}
