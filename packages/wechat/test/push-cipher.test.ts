import { Buffer } from 'node:buffer';
import { createCipheriv, createDecipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameError, PushCipher } from '../src/push-cipher.ts';
import { systemRandom } from '../src/system.ts';

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const APP_ID = 'wx0123456789abcdef';
const key = Buffer.from(`${KEY}=`, 'base64');
const iv = key.subarray(0, 16);

const cipher = (): PushCipher => new PushCipher(KEY, APP_ID, systemRandom);

/** An independent frame: plain OpenSSL with the fixed IV, any padding. */
function frame(message: Buffer, options: { length?: number; appId?: string; padding?: Buffer } = {}): string {
  const head = Buffer.alloc(20, 'r');
  head.writeUInt32BE(options.length ?? message.length, 16);
  const body = Buffer.concat([head, message, Buffer.from(options.appId ?? APP_ID)]);
  const pad = 32 - (body.length % 32);
  const padded = Buffer.concat([body, options.padding ?? Buffer.alloc(pad, pad)]);
  const aes = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([aes.update(padded), aes.final()]).toString('base64');
}

function rawFrame(plain: Buffer): string {
  const aes = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  return Buffer.concat([aes.update(plain), aes.final()]).toString('base64');
}

describe('frames', () => {
  it('M-30 the published vector, which ends in a whole block of padding', () => {
    const random = { bytes: () => Buffer.from('0123456789abcdef') };
    expect(new PushCipher(KEY, APP_ID, random).encrypt('x'.repeat(26))).toBe(
      'Q3stYC6hdFzMh9T8HCvyDHDxbrF7f8TfmYxXSN1y2Vbjja9RgRLcXPjzJF67v90Vr3HKiuEL04e7gdJi1DufsXo0wvTp5Iwc7Rt+04Oq4Q1t7yZ26HdYDJfk5lsZrMIt',
    );
  });

  it('M-30 a key whose last character has spare bits opens what it sealed', () => {
    for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789') {
      const odd = new PushCipher(KEY.slice(0, 42) + last, APP_ID, systemRandom);
      expect(odd.decrypt(odd.encrypt('hello')).toString()).toBe('hello');
    }
  });

  it('AES-11 messages of every kind come back, and an independent implementation reads ours', () => {
    const ours = cipher();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 3000 }), (text) => {
        const sealed = ours.encrypt(text);
        expect(ours.decrypt(sealed).toString()).toBe(Buffer.from(text).toString());
        const aes = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
        const plain = Buffer.concat([aes.update(Buffer.from(sealed, 'base64')), aes.final()]);
        const length = plain.readUInt32BE(16);
        expect(plain.subarray(20, 20 + length).toString()).toBe(Buffer.from(text).toString());
        expect(ours.decrypt(frame(Buffer.from(text))).toString()).toBe(Buffer.from(text).toString());
      }),
      { numRuns: 300 },
    );
  });

  it('AES-01 every legal length of padding, 1 to 32', () => {
    const seen = new Set<number>();
    for (let length = 1; length <= 32; length += 1) {
      const message = Buffer.alloc(length, 'm');
      seen.add(32 - ((20 + length + APP_ID.length) % 32));
      expect(cipher().decrypt(frame(message))).toEqual(message);
    }
    expect(seen.size).toBe(32);
  });

  it('AES-12 the first block of a reply is fresh every time', () => {
    const ours = cipher();
    const frames = Array.from({ length: 1000 }, () => ours.encrypt('same').slice(0, 24));
    expect(new Set(frames).size).toBe(1000);
  });
});

describe('broken frames are refused with one kind of error', () => {
  const message = Buffer.from('<xml></xml>');
  const body = 20 + message.length + APP_ID.length;
  const pad = 32 - (body % 32);
  const table: Record<string, string> = {
    'AES-02 padding byte 0': frame(message, { padding: Buffer.alloc(pad, 0) }),
    'AES-02 padding byte 33': frame(message, { padding: Buffer.alloc(pad, 33) }),
    'AES-02 padding byte 255': frame(message, { padding: Buffer.alloc(pad, 255) }),
    'AES-02 padding bytes that differ': frame(message, { padding: Buffer.alloc(pad, pad).fill(pad - 1, 0, 1) }),
    'AES-03 not a multiple of 16': Buffer.alloc(33, 1).toString('base64'),
    'AES-03 empty': '',
    'AES-03 15 bytes': Buffer.alloc(15).toString('base64'),
    'AES-03 16 bytes': Buffer.alloc(16).toString('base64'),
    'AES-03 nothing but padding': rawFrame(Buffer.alloc(32, 32)),
    'AES-04 length 0': frame(message, { length: 0 }),
    'AES-04 length 1': frame(message, { length: 1 }),
    'AES-04 length one less': frame(message, { length: message.length - 1 }),
    'AES-04 length one more': frame(message, { length: message.length + 1 }),
    'AES-04 length 2^31': frame(message, { length: 2 ** 31 }),
    'AES-04 length 2^32-1': frame(message, { length: 2 ** 32 - 1 }),
    'AES-05 an empty message with the right AppID': frame(Buffer.alloc(0)),
    'M-31 another AppID': frame(message, { appId: 'wxfedcba9876543210' }),
    'an AppID that ends alike': frame(message, { appId: `x${APP_ID}` }),
    'AES-06 with spaces': frame(message).replace(/^(.{8})/, '$1 '),
    'AES-06 url alphabet': frame(Buffer.from('<xml>>>>???~~~</xml>')).replaceAll('+', '-').replaceAll('/', '_'),
    'AES-06 with line breaks': frame(message).replace(/^(.{64})/, '$1\n'),
    'AES-06 trailing text': `${frame(message)}AAAA`,
    'AES-06 text after the padding': `${frame(message)}=`,
  };
  for (const [title, sealed] of Object.entries(table)) {
    it(title, () => {
      const ours = cipher();
      expect(() => ours.decrypt(sealed)).toThrow(FrameError);
      // A refused message must not disturb the cipher that the next one uses.
      expect(ours.decrypt(frame(message))).toEqual(message);
    });
  }

  it('AES-06 without its = signs', () => {
    const sealed = [1, 2, 3, 4].map((n) => frame(Buffer.alloc(n, 'n'))).find((text) => text.endsWith('='));
    expect(() => cipher().decrypt((sealed ?? '=').replace(/=+$/, ''))).toThrow(FrameError);
  });
});

describe('keys', () => {
  for (const bad of [KEY.slice(1), `${KEY}A`, `${KEY.slice(1)}+`, `${KEY.slice(1)}/`, `${KEY.slice(1)}-`, '']) {
    it(`AES-09 refuses ${bad.length} characters ending in ${bad.slice(-1)}, without quoting the key`, () => {
      const make = () => new PushCipher(bad, APP_ID, systemRandom);
      expect(make).toThrow(TypeError);
      expect(make).toThrow('encodingAesKey must be 43 letters and digits');
    });
  }
});
