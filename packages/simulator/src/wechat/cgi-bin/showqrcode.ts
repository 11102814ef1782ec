import { contentTypes } from '@mingpian/facts/rules';
import type { World } from '../../world/world.ts';
import { gapReply } from '../gap.ts';
import { palettePng } from '../mmopen/png.ts';
import { qrModules } from '../qr-modules.ts';

const modulePixels = 8;
const quietModules = 4;

/** The picture of a ticket; needs no token. WeChat calls it image/jpg, so do we, though the bytes are a PNG. */
export async function showqrcode(world: World, request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== 'GET') return gapReply(world, request.method, url.pathname);
  const qrcode = world.state.qrcodes[url.searchParams.get('ticket') ?? ''];
  if (qrcode === undefined) return new Response(null, { status: 404 });
  return new Response((await qrPicture(qrcode.url)) as Uint8Array<ArrayBuffer>, {
    headers: { 'content-type': contentTypes.qrcode.value },
  });
}

async function qrPicture(text: string): Promise<Uint8Array> {
  const { size, dark } = await qrModules(text);
  const side = (size + 2 * quietModules) * modulePixels;
  const pixels = new Uint8Array(side * side);
  for (let y = 0; y < size * modulePixels; y += 1) {
    for (let x = 0; x < size * modulePixels; x += 1) {
      const module = Math.floor(y / modulePixels) * size + Math.floor(x / modulePixels);
      const offset = quietModules * modulePixels;
      pixels[(y + offset) * side + x + offset] = dark[module] ?? 0;
    }
  }
  return palettePng(side, pixels, [
    [0xff, 0xff, 0xff],
    [0x00, 0x00, 0x00],
  ]);
}
