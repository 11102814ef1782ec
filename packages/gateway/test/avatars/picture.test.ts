import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Picture, pictureLimits, readPicture } from '../../src/avatars/picture.ts';
import { gif, jpeg, png, webpLossless, webpLossy, webpWide } from './pictures.ts';

describe('a picture says what it is by its own bytes', () => {
  it.each<[string, Uint8Array, Picture]>([
    ['PNG', png(132, 96), { type: 'image/png', width: 132, height: 96 }],
    ['GIF', gif(46, 64), { type: 'image/gif', width: 46, height: 64 }],
    ['JPEG behind other segments', jpeg(640, 480), { type: 'image/jpeg', width: 640, height: 480 }],
    ['WebP, lossy', webpLossy(132, 131), { type: 'image/webp', width: 132, height: 131 }],
    ['WebP, lossless', webpLossless(132, 131), { type: 'image/webp', width: 132, height: 131 }],
    ['WebP, extended', webpWide(132, 131), { type: 'image/webp', width: 132, height: 131 }],
    ['the largest edge', png(2048, 1), { type: 'image/png', width: 2048, height: 1 }],
  ])('%s', (_, bytes, picture) => expect(readPicture(bytes)).toEqual(picture));

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(64))],
    ['a drawing that may hold a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')],
    ['a PNG without its head', png(1, 1).subarray(0, 20)],
    ['a JPEG that ends before its size', jpeg(9, 9).subarray(0, 12)],
    ['a few bytes that claim 2049 pixels', png(2049, 1)],
    ['no pixels at all', png(0, 10)],
    [
      'one byte over the limit',
      Buffer.concat([png(1, 1), Buffer.alloc(pictureLimits.bytes)]).subarray(0, pictureLimits.bytes + 1),
    ],
  ])('refuses %s', (_, bytes) => expect(readPicture(bytes)).toBeUndefined());

  it('takes exactly the limit', () => {
    const full = Buffer.concat([png(1, 1), Buffer.alloc(pictureLimits.bytes)]).subarray(0, pictureLimits.bytes);
    expect(readPicture(full)).toBeDefined();
  });

  it('never throws, whatever the bytes', () => {
    const heads = [png(9, 9), gif(9, 9), jpeg(9, 9), webpLossy(9, 9), webpLossless(9, 9), webpWide(9, 9)];
    fc.assert(
      fc.property(fc.constantFrom(...heads), fc.nat(80), fc.uint8Array({ maxLength: 40 }), (head, at, noise) => {
        readPicture(Buffer.concat([head.subarray(0, at), noise]));
      }),
    );
  });
});
