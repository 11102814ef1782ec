import type { Random } from '@mingpian/wechat/ports';

/** A UUID of version 7: random, and sorted by the time it was made. */
export function newId(now: number, random: Random): string {
  const bytes = random.bytes(16);
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  view.setUint32(0, Math.floor(now / 0x10000));
  view.setUint16(4, now % 0x10000);
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70);
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80);
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, 16).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A secret handle of `bytes` random bytes as lower-case hex: letters and digits only, as WeChat wants a state. */
export function newHandle(random: Random, bytes = 16): string {
  return Buffer.from(random.bytes(bytes)).toString('hex');
}
