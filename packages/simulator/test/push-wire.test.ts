import { encryptionVector, signatureVectors } from '@mingpian/facts/delivery';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bare, writeJson, writeXml } from '../src/push/document.ts';
import { FrameError, keyBytes, openFrame, sealFrame } from '../src/push/frame.ts';
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
