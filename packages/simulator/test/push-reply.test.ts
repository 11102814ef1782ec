import type { PushField } from '@mingpian/facts/pushes';
import { replies } from '@mingpian/facts/replies';
import { describe, expect, it } from 'vitest';
import { writeXml } from '../src/push/document.ts';
import { sealFrame } from '../src/push/frame.ts';
import { type ReplyContext, readReply } from '../src/push/reply.ts';
import { sign } from '../src/push/signature.ts';

const openid = 'oPerson';
const originalId = 'gh_account';
const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const oldKey = 'B'.repeat(43);
const appId = 'wx0123456789abcdef';
const context: ReplyContext = {
  mode: 'plain',
  token: 'token',
  encodingAesKeys: [key, oldKey],
  appId,
  originalId,
  openid,
  articles: 1,
};
const read = (body: string | Uint8Array, change: Partial<ReplyContext> = {}) =>
  readReply(typeof body === 'string' ? Buffer.from(body) : body, { ...context, ...change });

function reply(body: string, envelope: { to?: string; from?: string; time?: string; type?: string } = {}): string {
  const { to = openid, from = originalId, time = '1700000000', type = 'text' } = envelope;
  return `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${time}</CreateTime><MsgType><![CDATA[${type}]]></MsgType>${body}</xml>`;
}
const text = (content: string) => reply(`<Content><![CDATA[${content}]]></Content>`);

function seal(document: string, options: { key?: string; appId?: string; signature?: string } = {}): string {
  const encrypt = sealFrame(document, {
    encodingAesKey: options.key ?? key,
    appId: options.appId ?? appId,
    random: Buffer.from('0123456789abcdef'),
  });
  return writeXml([
    ['Encrypt', encrypt],
    ['MsgSignature', options.signature ?? sign('token', '1700000000', '42', encrypt)],
    ['TimeStamp', { bare: 1700000000 }],
    ['Nonce', '42'],
  ]);
}

describe('what the chat shows for a passive reply', () => {
  it('M-15 success and zero bytes show nothing', () => {
    expect(read('success')).toEqual({ kind: 'nothing' });
    expect(read('')).toEqual({ kind: 'nothing' });
  });

  it('M-16 a text with a link is a bubble', () => {
    expect(read(text('hi <a href="https://app.test/">here</a>'))).toEqual({
      kind: 'message',
      message: { type: 'text', text: 'hi <a href="https://app.test/">here</a>' },
      remarks: [],
    });
  });

  it.each([
    ['image', '<Image><MediaId>m</MediaId></Image>', { mediaId: 'm' }],
    ['voice', '<Voice><MediaId>m</MediaId></Voice>', { mediaId: 'm' }],
    ['video', '<Video><MediaId>m</MediaId><Title>t</Title></Video>', { mediaId: 'm', title: 't' }],
    [
      'music',
      '<Music><ThumbMediaId>m</ThumbMediaId><HQMusicUrl>h</HQMusicUrl></Music>',
      { thumbMediaId: 'm', hqMusicUrl: 'h' },
    ],
    [
      'news',
      '<ArticleCount>1</ArticleCount><Articles><item><Title>t</Title><Description>d</Description><PicUrl>p</PicUrl><Url>u</Url></item></Articles>',
      { articles: [{ title: 't', description: 'd', picUrl: 'p', url: 'u' }] },
    ],
  ])('M-16 %s', (type, body, message) => {
    expect(read(reply(body, { type }))).toEqual({ kind: 'message', message: { type, ...message }, remarks: [] });
  });

  it('shows one article of several where only one is allowed, and says so', () => {
    const item = '<item><Title>t</Title></item>';
    const body = reply(`<ArticleCount>2</ArticleCount><Articles>${item}${item}</Articles>`, { type: 'news' });
    expect(read(body)).toMatchObject({
      message: { articles: [{ title: 't' }] },
      remarks: [expect.stringContaining('1 of 2')],
    });
    expect(read(body, { articles: 8 })).toMatchObject({ message: { articles: [{}, {}] }, remarks: [] });
  });

  it('transfer_customer_service shows nothing', () => {
    expect(read(reply('', { type: 'transfer_customer_service' }))).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['M-20 JSON', '{"Content":"hi"}', 'JSON'],
    ['M-20 garbage', 'ok!', 'neither XML nor success'],
    ['M-20 empty Content', text(''), 'Content'],
    ['M-20 white space', ' ', 'white space'],
    ['M-20 success with a newline', 'success\n', 'stand alone'],
    ['M-20 success in quotes', '"success"', 'stand alone'],
    ['M-20 an XML declaration', `<?xml version="1.0"?>${text('hi')}`, 'XML declaration'],
    ['M-20 a byte order mark', `\uFEFF${text('hi')}`, 'byte order mark'],
    ['M-20 a space before <xml>', ` ${text('hi')}`, 'white space'],
    ['M-20 no Content', reply(''), 'Content'],
    ['M-20 an unknown MsgType', reply('', { type: 'card' }), 'MsgType'],
    ['M-20 two Contents', reply('<Content>a</Content><Content>b</Content>'), 'twice'],
    ['M-20 not closed', text('hi').slice(0, -6), 'not closed'],
    ['M-20 a DTD', `<!DOCTYPE x>${text('hi')}`, 'document type'],
    ['M-20 attributes', text('hi').replace('<xml>', '<xml a="b">'), 'XML'],
    ['M-20 an unknown entity', reply('<Content>&nbsp;</Content>'), 'entity'],
    ['M-20 a bare ampersand', reply('<Content>a & b</Content>'), '&'],
    ['M-20 image without media', reply('<Image></Image>', { type: 'image' }), 'MediaId'],
    [
      'M-20 a wrong ArticleCount',
      reply('<ArticleCount>2</ArticleCount><Articles><item><Title>t</Title></item></Articles>', { type: 'news' }),
      'ArticleCount',
    ],
    ['M-23 names not swapped', reply('<Content>x</Content>', { to: originalId, from: openid }), 'not swapped'],
    ['M-23 AppID as FromUserName', reply('<Content>x</Content>', { from: appId }), 'FromUserName'],
    ['M-24 CreateTime in brackets', reply('<Content>x</Content>', { time: '[1682391258]' }), 'CreateTime'],
    ['M-25 text of 2049 bytes', text('x'.repeat(2049)), '2049'],
    ['M-26 encrypted in plain mode', seal(text('hi')), 'plain mode'],
  ])('%s is a bad reply', (_, body, reason) => {
    expect(read(body)).toEqual({ kind: 'bad', reason: expect.stringContaining(reason) });
  });

  it('M-20 not UTF-8 is a bad reply', () => {
    expect(read(Buffer.from([0x3c, 0xff]))).toMatchObject({ kind: 'bad', reason: expect.stringContaining('UTF-8') });
  });

  it('M-24 CreateTime in CDATA is shown and remarked', () => {
    expect(read(reply('<Content>x</Content>', { time: '<![CDATA[1682391258]]>' }))).toEqual({
      kind: 'message',
      message: { type: 'text', text: 'x' },
      remarks: ['CreateTime should be a bare number'],
    });
  });

  it('M-25 emoji, newline and escaped ]]> are shown as written; 2048 bytes are allowed', () => {
    const content = '喵\u{1F431}\nx]]]]><![CDATA[>y &amp; z';
    expect(read(text(content))).toMatchObject({ message: { text: '喵\u{1F431}\nx]]>y &amp; z' } });
    expect(read(text('x'.repeat(2048)))).toMatchObject({ kind: 'message' });
  });

  it('M-26 secure mode: a clear reply is bad, clear success and empty pass, an encrypted reply is shown', () => {
    expect(read(text('hi'), { mode: 'safe' })).toMatchObject({ kind: 'bad', reason: expect.stringContaining('clear') });
    expect(read('success', { mode: 'safe' })).toEqual({ kind: 'nothing' });
    expect(read('', { mode: 'safe' })).toEqual({ kind: 'nothing' });
    expect(read(seal(text('hi')), { mode: 'safe' })).toMatchObject({ message: { text: 'hi' } });
    expect(read(seal('success'), { mode: 'safe' })).toEqual({ kind: 'nothing' });
  });

  it('M-27 compatible mode takes clear and encrypted replies', () => {
    expect(read(text('hi'), { mode: 'compatible' })).toMatchObject({ message: { text: 'hi' } });
    expect(read(seal(text('hi')), { mode: 'compatible' })).toMatchObject({ message: { text: 'hi' } });
  });

  it('M-32 a reply sealed with the previous key is still accepted, one with a third is not', () => {
    expect(read(seal(text('hi'), { key: oldKey }), { mode: 'safe' })).toMatchObject({ message: { text: 'hi' } });
    expect(read(seal(text('hi'), { key: 'C'.repeat(43) }), { mode: 'safe' })).toMatchObject({ kind: 'bad' });
  });

  it('M-26 refuses a wrong MsgSignature and a frame for another AppID', () => {
    const wrong = { signature: 'f'.repeat(40) };
    expect(read(seal(text('hi'), wrong), { mode: 'safe' })).toMatchObject({
      reason: expect.stringContaining('MsgSignature'),
    });
    const other = { appId: 'wx0000000000000000' };
    expect(read(seal(text('hi'), other), { mode: 'safe' })).toMatchObject({ reason: expect.stringContaining('AppID') });
  });
});

describe('every passive reply of the facts is taken', () => {
  const written = (fields: readonly PushField[]): string =>
    fields.map((field) => `<${field.name}>${inside(field)}</${field.name}>`).join('');
  const inside = ({ type, fields = [] }: PushField): string => {
    if (type === 'item[]') return `<item>${written(fields)}</item>`;
    return type === 'object' ? written(fields) : type === 'number' ? '1' : 'x';
  };

  it.each(replies)('M-16 $type, whole and with what must be there alone; not without that', ({ type, fields }) => {
    const all: readonly PushField[] = fields;
    const needed = all.filter(({ optional }) => !optional);
    for (const some of [all, needed]) expect(read(reply(written(some), { type })).kind).not.toBe('bad');
    for (const field of needed) {
      expect(read(reply(written(all.filter((other) => other !== field)), { type })).kind).toBe('bad');
    }
  });
});
