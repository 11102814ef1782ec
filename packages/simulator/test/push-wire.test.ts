import { encryptionVector, signatureVectors } from '@mingpian/facts/delivery';
import { envelope, eventFact, messageFact, messageTail, type PushField } from '@mingpian/facts/pushes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bare, type Field, writeJson, writeXml } from '../src/push/document.ts';
import { envelope as writtenEnvelope } from '../src/push/envelope.ts';
import { eventFields, type PushEvent } from '../src/push/events.ts';
import { FrameError, keyBytes, openFrame, sealFrame } from '../src/push/frame.ts';
import { messageFields, type PersonMessage } from '../src/push/messages.ts';
import { readDocument } from '../src/push/reply-document.ts';
import { sign } from '../src/push/signature.ts';

const appId = 'wx0123456789abcdef';
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

describe('signature', () => {
  it.each(signatureVectors)('M-05 official vector: $name', ({ token, timestamp, nonce, signature }) => {
    expect(sign(token, timestamp, nonce)).toBe(signature);
  });

  it('M-05 does not depend on the order of its parts', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 3, maxLength: 4 }), (parts) => {
        expect(sign(...parts)).toBe(sign(...[...parts].reverse()));
      }),
    );
  });
});

describe('AES frame', () => {
  it('M-30 test vector', () => {
    const { encodingAesKey, appId, random, message, encrypted } = encryptionVector.value;
    expect(sealFrame(message, { encodingAesKey, appId, random: Buffer.from(random) })).toBe(encrypted);
  });

  const keys = fc.string({
    unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'),
    minLength: 43,
    maxLength: 43,
  });

  it('M-30 round-trips every document under every key, also keys whose last character has low bits', () => {
    const random = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), keys, random, (document, key, bytes) => {
        const sealed = sealFrame(document, { encodingAesKey: key, appId, random: bytes });
        expect(openFrame(sealed, { encodingAesKey: key, appId })).toBe(document);
        expect(Buffer.from(sealed, 'base64').length % 32).toBe(0);
      }),
    );
    expect(keyBytes(`${'a'.repeat(42)}H`)).toHaveLength(32);
  });

  it.each<[string, string, { encodingAesKey?: string; appId?: string }]>([
    ['another AppID', '', { appId: 'wx0000000000000000' }],
    ['another key', '', { encodingAesKey: 'B'.repeat(43) }],
    ['half a block', 'QUJD', {}],
    ['nothing', '-', {}],
  ])('refuses %s', (_, text, change) => {
    const sealed = sealFrame('<xml></xml>', { encodingAesKey, appId, random: Buffer.alloc(16) });
    expect(() => openFrame(text || sealed, { encodingAesKey, appId, ...change })).toThrow(FrameError);
  });

  it('refuses a key that is no key', () => {
    expect(() => keyBytes('short')).toThrow(FrameError);
  });
});

describe('document', () => {
  it('writes texts as CDATA, numbers bare, and nests', () => {
    const xml = writeXml([
      ['A', 'x'],
      ['N', bare('9007199254740993')],
      ['O', [['item', [['B', '']]]]],
    ]);
    expect(xml).toBe('<xml><A><![CDATA[x]]></A><N>9007199254740993</N><O><item><B><![CDATA[]]></B></item></O></xml>');
  });

  it('escapes ]]> and drops what XML cannot carry: every text comes back through a strict reader', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(']', '>', '<', '&', '"', '喵', '\u{1F431}', '\n', ']]>', '<![CDATA['),
    });
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
        const read = readDocument(Buffer.from(writeXml([['T', text]])));
        const carried = [...text].filter((character) => {
          const point = character.codePointAt(0) ?? 0;
          return point > 31
            ? (point < 0xd800 || point > 0xdfff) && point !== 0xfffe && point !== 0xffff
            : '\t\n\r'.includes(character);
        });
        expect(read.children[0]?.text).toBe(carried.join(''));
      }),
    );
  });

  it('M-06 quirk pushJson: the same names as JSON, ids as digits', () => {
    expect(
      writeJson([
        ['A', 'x"'],
        ['MsgId', bare('6577309546223567809')],
        ['O', [['B', '']]],
      ]),
    ).toBe('{"A":"x\\"","MsgId":6577309546223567809,"O":{"B":""}}');
  });
});

describe('the fields of pushes are those of the facts', () => {
  const names = (fields: readonly PushField[]) => fields.map(({ name }) => name);
  const needed = (fields: readonly PushField[]) => names(fields.filter(({ optional }) => !optional));
  /** All that must be there, nothing else, in the order of the facts. */
  const expectFields = (written: readonly Field[], fact: readonly PushField[] | undefined) => {
    const found = written.map(([name]) => name);
    expect(found).toEqual(names(fact ?? []).filter((name) => found.includes(name)));
    expect(found).toEqual(expect.arrayContaining(needed(fact ?? [])));
  };

  it.each<PersonMessage>([
    { type: 'text', text: 'hi' },
    { type: 'image', picUrl: 'http://a.test', mediaId: 'm' },
    { type: 'voice', mediaId: 'm', format: 'amr', mediaId16K: 'n' },
    { type: 'video', mediaId: 'm', thumbMediaId: 't' },
    { type: 'shortvideo', mediaId: 'm', thumbMediaId: 't' },
    { type: 'location', latitude: 1, longitude: 2, scale: 15, label: '深圳' },
    { type: 'link', title: 't', description: 'd', url: 'http://a.test' },
  ])('M-37 message $type', (message) => {
    const fact = messageFact(message.type);
    expectFields(messageFields(message, '6577309546223567809'), [...(fact?.fields ?? []), ...messageTail.fields]);
  });

  it('M-06 the envelope', () => {
    const written = writtenEnvelope('gh_1', 'o1', 1, 'text').map(([name]) => name);
    expect(written).toEqual(names(envelope.fields));
  });

  const privacy = { openid: 'o1', unionid: 'o2', appId };
  it.each<PushEvent>([
    { event: 'subscribe', eventKey: '' },
    { event: 'subscribe', eventKey: 'qrscene_1', ticket: 't' },
    { event: 'unsubscribe' },
    { event: 'SCAN', eventKey: '1', ticket: 't' },
    { event: 'LOCATION', latitude: 1, longitude: 2, precision: 3 },
    { event: 'CLICK', eventKey: 'k' },
    { event: 'VIEW', eventKey: 'http://a.test' },
    { event: 'view_miniprogram', eventKey: 'p' },
    { event: 'scancode_push', eventKey: 'k', scan: { scanType: 'qrcode', scanResult: 'x' } },
    { event: 'scancode_waitmsg', eventKey: 'k', scan: { scanType: 'barcode', scanResult: 'x' } },
    { event: 'pic_sysphoto', eventKey: 'k', pictures: ['a'] },
    { event: 'pic_photo_or_album', eventKey: 'k', pictures: ['a', 'b'] },
    { event: 'pic_weixin', eventKey: 'k', pictures: [] },
    { event: 'location_select', eventKey: 'k', latitude: 1, longitude: 2, label: '' },
    { event: 'verify_expired', expiredTime: 1, failReason: 'x' },
    { event: 'user_info_modified', ...privacy },
    { event: 'user_authorization_revoke', ...privacy, revokeInfo: '205' },
    { event: 'user_authorization_cancellation', ...privacy, unionid: null },
  ])('M-08 event $event', (event) => {
    const [first, ...rest] = eventFields(event);
    expect(first).toEqual(['Event', event.event]);
    expectFields(rest, eventFact(event.event)?.fields);
  });
});
