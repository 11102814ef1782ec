import { createCipheriv, createDecipheriv } from 'node:crypto';
import { encryption } from '@mingpian/facts/delivery';

/**
 * The AES frame of compatible and secure mode: 16 random bytes, the length of the document (uint32, big endian),
 * the document, the AppID; padded by PKCS#7 to blocks of 32 bytes; AES-256-CBC with the key's first 16 bytes as IV.
 */
const randomBytes = encryption.randomBytes.value;
const head = randomBytes + encryption.lengthBytes.value;
const block = encryption.paddingBlock.value;

export class FrameError extends Error {
  override name = 'FrameError';
}

/** 43 characters carry 258 bits for a 256-bit key, so the last two bits are dropped; a strict decoder would refuse most keys. */
export function keyBytes(encodingAesKey: string): Buffer {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64');
  if (key.length !== 32) throw new FrameError('EncodingAESKey does not decode to 32 bytes');
  return key;
}

export function sealFrame(
  document: string,
  options: { encodingAesKey: string; appId: string; random: Uint8Array },
): string {
  const key = keyBytes(options.encodingAesKey);
  const text = Buffer.from(document, 'utf8');
  const length = Buffer.alloc(encryption.lengthBytes.value);
  length.writeUInt32BE(text.length);
  const frame = Buffer.concat([
    options.random.subarray(0, randomBytes),
    length,
    text,
    Buffer.from(options.appId, 'utf8'),
  ]);
  const pad = block - (frame.length % block);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(frame), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]).toString(
    'base64',
  );
}

/** The document inside a frame. Throws FrameError when padding, length or AppID are not those of a frame for `appId`. */
export function openFrame(sealed: string, options: { encodingAesKey: string; appId: string }): string {
  const key = keyBytes(options.encodingAesKey);
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length === 0 || bytes.length % 16 !== 0) throw new FrameError('the encrypted text is not whole AES blocks');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const frame = Buffer.concat([decipher.update(bytes), decipher.final()]);
  const pad = frame.at(-1) ?? 0;
  const end = frame.length - pad;
  if (pad < 1 || pad > block || end < head || !frame.subarray(end).every((byte) => byte === pad)) {
    throw new FrameError('the padding is wrong (another key?)');
  }
  const textEnd = head + frame.readUInt32BE(randomBytes);
  if (textEnd > end) throw new FrameError('the length inside the frame is wrong');
  if (frame.toString('utf8', textEnd, end) !== options.appId)
    throw new FrameError('the AppID inside the frame is wrong');
  return frame.toString('utf8', head, textEnd);
}
