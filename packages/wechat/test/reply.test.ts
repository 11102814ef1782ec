import { replies } from '@mingpian/facts/replies';
import { expect, it } from 'vitest';
import * as reply from '../src/reply.ts';
import { readXml, type XmlElement } from '../src/xml-reader.ts';

const mediaId = 'HvZ6cQ1TQ5kWc';
const hostile = ']]></Title><Url>x';
const article = {
  title: hostile,
  description: 'd',
  pictureUrl: 'https://a.test/1.png',
  url: 'https://a.test/?a=1&b=2',
};

/** Whole replies: what is optional is there. */
const table: Record<(typeof replies)[number]['type'], [reply.Reply, XmlElement]> = {
  text: [reply.textReply('你好'), { Content: '你好' }],
  image: [reply.imageReply(mediaId), { Image: { MediaId: mediaId } }],
  voice: [reply.voiceReply(mediaId), { Voice: { MediaId: mediaId } }],
  video: [
    reply.videoReply({ mediaId, title: hostile, description: 'd' }),
    { Video: { MediaId: mediaId, Title: hostile, Description: 'd' } },
  ],
  music: [
    reply.musicReply({ thumbMediaId: mediaId, title: 't', description: 'd', musicUrl: 'm', hqMusicUrl: 'hq' }),
    { Music: { Title: 't', Description: 'd', MusicUrl: 'm', HQMusicUrl: 'hq', ThumbMediaId: mediaId } },
  ],
  news: [
    reply.newsReply(article),
    {
      ArticleCount: '1',
      Articles: { item: { Title: hostile, Description: 'd', PicUrl: article.pictureUrl, Url: article.url } },
    },
  ],
  transfer_customer_service: [reply.customerServiceReply('a@b'), { TransInfo: { KfAccount: 'a@b' } }],
};

/** The names of the facts, with those of nested elements in their place. */
const names = (fields: readonly { readonly name: string; readonly fields?: readonly { readonly name: string }[] }[]) =>
  Object.fromEntries(fields.map(({ name, fields: inner }) => [name, inner?.map((each) => each.name).sort()]));

it.each(replies)('the reply $type has what WeChat reads, and texts cannot leave their element', ({ type, fields }) => {
  const [made, expected] = table[type];
  const read = readXml(`<xml>${made.xml}</xml>`);
  expect(made.type).toBe(type);
  expect(JSON.parse(JSON.stringify(read))).toEqual(expected);
  const inside = ([name, value]: [string, unknown]) => {
    const element = name === 'Articles' ? (value as { item: object }).item : value;
    return [name, typeof element === 'string' ? undefined : Object.keys(element as object).sort()];
  };
  expect(Object.fromEntries(Object.entries(read).map(inside))).toEqual(names(fields));
});

it('what is not given is left out', () => {
  expect(reply.videoReply({ mediaId }).xml).not.toMatch(/Title|Description/);
  expect(reply.musicReply({ thumbMediaId: mediaId }).xml).not.toMatch(/Title|Description|Url/);
  expect(reply.customerServiceReply().xml).toBe('');
});

it.each([
  ['imageReply', () => reply.imageReply('')],
  ['voiceReply', () => reply.voiceReply('')],
  ['videoReply', () => reply.videoReply({ mediaId: '' })],
  ['musicReply', () => reply.musicReply({ thumbMediaId: '' })],
])('%s of nothing is misuse: the user would see a failure notice', (_, make) => {
  expect(make).toThrow(/^(mediaId|thumbMediaId) must not be empty/);
});
