import { createHash } from 'node:crypto';
import { avatarSizes } from '@mingpian/facts/avatars';
import type { World } from '../../world/world.ts';
import { isLiveAvatar } from '../avatar.ts';
import { palettePng } from './png.ts';

const address = /^\/mmopen\/(?:vi_32\/)?([A-Za-z0-9_-]+)\/(\d+)$/;

/** The pigments of our charts without vermilion, which stands for identity and for nothing else; and a light paper. */
const grounds = [
  [0x2e, 0x58, 0x77],
  [0xb9, 0x8a, 0x2f],
  [0x5b, 0x82, 0x72],
  [0x86, 0x68, 0x8a],
  [0x94, 0x8b, 0x7c],
] as const;
const paper = [0xfe, 0xfc, 0xf8] as const;

/** A person's picture: a square in any of the five sizes, 0 being 640; 404 once the person has changed it. */
export function avatarPicture(world: World, path: string): Response {
  const [, token, size] = address.exec(path) ?? [];
  const known = avatarSizes.value.some((allowed) => String(allowed) === size);
  if (token === undefined || size === undefined || !known || !isLiveAvatar(world, token)) {
    return new Response(null, { status: 404 });
  }
  const side = size === '0' ? 640 : Number(size);
  return new Response(geometricPicture(token, side) as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': 'image/png', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  });
}

/** A ground and a five-by-five pattern, mirrored down the middle: the same token, the same picture at every size. */
function geometricPicture(token: string, side: number): Uint8Array {
  const hash = createHash('sha256').update(token).digest();
  const ground = grounds[(hash[0] as number) % grounds.length] as readonly number[];
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < side; y += 1) {
    const row = Math.floor((y * 7) / side) - 1;
    if (row < 0 || row > 4) continue;
    for (let x = 0; x < side; x += 1) {
      const column = Math.floor((x * 7) / side) - 1;
      if (column < 0 || column > 4) continue;
      const half = column > 2 ? 4 - column : column;
      pixels[y * side + x] = ((hash[1 + row * 3 + half] as number) & 1) as 0 | 1;
    }
  }
  return palettePng(side, pixels, [ground, paper]);
}
