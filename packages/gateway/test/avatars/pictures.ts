/** Heads of pictures, built from the formats' own descriptions. */

const u32 = (value: number) => Buffer.from([value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 0xff));
const le = (value: number, bytes: number) =>
  Buffer.from(Array.from({ length: bytes }, (_, n) => (value >>> (8 * n)) & 0xff));
const text = (value: string) => Buffer.from(value, 'latin1');

export const png = (width: number, height: number): Buffer =>
  Buffer.concat([text('\x89PNG\r\n\x1a\n'), u32(13), text('IHDR'), u32(width), u32(height), Buffer.alloc(9)]);

export const gif = (width: number, height: number): Buffer =>
  Buffer.concat([text('GIF89a'), le(width, 2), le(height, 2), Buffer.alloc(8)]);

export const jpeg = (width: number, height: number): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 8, ...Buffer.from('JFIF\0\0')]),
    Buffer.from([
      0xff,
      0xdb,
      0,
      4,
      1,
      2,
      0xff,
      0xff,
      0xc2,
      0,
      17,
      8,
      height >> 8,
      height & 255,
      width >> 8,
      width & 255,
      3,
    ]),
  ]);

const riff = (kind: string, body: Buffer): Buffer =>
  Buffer.concat([
    text('RIFF'),
    le(body.length + 12, 4),
    text(`WEBP${kind}`),
    le(body.length, 4),
    body,
    Buffer.alloc(16),
  ]);

export const webpLossy = (width: number, height: number): Buffer =>
  riff('VP8 ', Buffer.concat([Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a]), le(width, 2), le(height, 2)]));

export const webpLossless = (width: number, height: number): Buffer =>
  riff('VP8L', Buffer.concat([Buffer.from([0x2f]), le((width - 1) | ((height - 1) << 14), 4)]));

export const webpWide = (width: number, height: number): Buffer =>
  riff('VP8X', Buffer.concat([Buffer.alloc(4), le(width - 1, 3), le(height - 1, 3)]));
