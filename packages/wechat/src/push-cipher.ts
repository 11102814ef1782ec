/**
 * The AES frame of encrypted pushes and replies:
 * 16 random bytes ‖ length of the message, 4 bytes big-endian ‖ message ‖ AppID, padded by PKCS#7 to blocks of 32,
 * AES-256-CBC, base64. Official page: 消息加解密说明 (SUB-ENC, TPP-TECH in the facts).
 */
import { Buffer } from 'node:buffer';
import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv } from 'node:crypto';
import { shapes } from '@mingpian/facts/shapes';
import type { Random } from './ports.ts';

const BLOCK = 32;
const AES_BLOCK = 16;
const RANDOM_BYTES = 16;
const HEAD = RANDOM_BYTES + 4;

/** What is wrong with a frame. One kind outside, so that nobody can use the answers as an oracle. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/**
 * Encrypts and decrypts with one EncodingAESKey for one AppID.
 *
 * Making a cipher costs more than using it, so both directions keep one that is never finalised. CBC then chains from
 * the previous message instead of the fixed IV, which changes the first block alone: when decrypting that block is the
 * 16 random bytes that nobody reads, when encrypting it is fresh randomness anyway. Lengths are checked before the
 * cipher sees a byte, so a refused message leaves no half block behind.
 */
export class PushCipher {
  readonly #appId: Buffer;
  readonly #decipher: Decipheriv;
  readonly #cipher: Cipheriv;
  readonly #random: Random;

  /** @throws {TypeError} encodingAesKey is not 43 letters and digits. */
  constructor(encodingAesKey: string, appId: string, random: Random) {
    if (!shapes.encodingAesKey.value.test(encodingAesKey)) {
      throw new TypeError('encodingAesKey must be 43 letters and digits');
    }
    // 43 characters carry 258 bits; strict decoders refuse keys whose last two are not 0, Buffer drops them.
    const key = Buffer.from(`${encodingAesKey}=`, 'base64');
    const iv = key.subarray(0, AES_BLOCK);
    this.#decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    this.#cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
    this.#appId = Buffer.from(appId);
    this.#random = random;
  }

  /**
   * The message in a frame, as bytes.
   *
   * @throws {FrameError} the frame is broken, made with another key, or meant for another AppID.
   */
  decrypt(encrypt: string): Buffer {
    const sealed = decodeBase64(encrypt);
    if (sealed.length < BLOCK || sealed.length % AES_BLOCK !== 0) throw new FrameError('not whole blocks');
    const frame = this.#decipher.update(sealed);
    const end = frame.length - paddingLength(frame);
    if (end < HEAD) throw new FrameError('shorter than its head');
    const tail = HEAD + frame.readUInt32BE(RANDOM_BYTES);
    if (tail !== end - this.#appId.length || !this.#appId.equals(frame.subarray(tail, end))) {
      throw new FrameError('length or AppID do not fit');
    }
    if (tail === HEAD) throw new FrameError('empty message');
    return frame.subarray(HEAD, tail);
  }

  /** A frame for `message`, in base64. */
  encrypt(message: string): string {
    const messageBytes = Buffer.byteLength(message);
    const unpadded = HEAD + messageBytes + this.#appId.length;
    const padding = BLOCK - (unpadded % BLOCK);
    const frame = Buffer.allocUnsafe(unpadded + padding);
    frame.set(this.#random.bytes(RANDOM_BYTES), 0);
    frame.writeUInt32BE(messageBytes, RANDOM_BYTES);
    frame.write(message, HEAD);
    frame.set(this.#appId, HEAD + messageBytes);
    frame.fill(padding, unpadded);
    return this.#cipher.update(frame).toString('base64');
  }
}

/** Standard alphabet, padded, without white space. Buffer skips what it does not know, so the length tells. */
function decodeBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0 || bytes.length !== (text.length / 4) * 3 - padding) throw new FrameError('not base64');
  if (text.includes('-') || text.includes('_')) throw new FrameError('not base64');
  return bytes;
}

/** Looks at every padding byte, whatever it finds on the way. */
function paddingLength(frame: Buffer): number {
  const length = frame[frame.length - 1] as number;
  if (length < 1 || length > BLOCK) throw new FrameError('padding');
  let difference = 0;
  for (let i = frame.length - length; i < frame.length; i += 1) difference |= (frame[i] as number) ^ length;
  if (difference !== 0) throw new FrameError('padding');
  return length;
}
