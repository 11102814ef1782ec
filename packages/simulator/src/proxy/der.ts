/** The little of DER that an X.509 certificate is written in (ITU-T X.690). */

/** Tag, length, content. */
export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length, ...size]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => tlv(0x31, ...parts);
export const octets = (...parts: readonly Uint8Array[]): Buffer => tlv(0x04, ...parts);
export const text = (value: string): Buffer => tlv(0x0c, Buffer.from(value, 'utf8'));
export const yes = (): Buffer => tlv(0x01, Buffer.from([0xff]));
/** A context-specific tag; `constructed` when it wraps other values. */
export const tagged = (number: number, constructed: boolean, ...parts: readonly Uint8Array[]): Buffer =>
  tlv((constructed ? 0xa0 : 0x80) | number, ...parts);
/** Bits from the first one on, `unused` of the last byte's not counted. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), bytes);

/** A non-negative number, given as its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const sign = ((bytes[0] ?? 0) & 0x80) !== 0 ? Buffer.from([0]) : Buffer.alloc(0);
  return tlv(0x02, sign, bytes);
}

/** `2.5.29.17` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest.flatMap(base128)];
  return tlv(0x06, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

/** To the second, in UTC; UTCTime before 2050 and GeneralizedTime after, as RFC 5280 wants it. */
export function time(at: number): Buffer {
  const digits = new Date(at)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  return Number(digits.slice(0, 4)) < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}
