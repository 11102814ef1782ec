/** The logo of a client as it is kept: a data URL whose bytes are a square picture, as they themselves say. */
import { type PictureType, readPicture } from '../avatars/picture.ts';

export const logoLimits = { bytes: 64 * 1024, leastEdge: 64, mostEdge: 512 } as const;

export interface Logo {
  readonly type: PictureType;
  readonly bytes: Buffer;
}

const dataUrl = /^data:image\/[a-z]+;base64,([A-Za-z0-9+/]+={0,2})$/;

/** Undefined for what is no square PNG, JPEG or WebP within the limits. Vector pictures can hold scripts and are none. */
export function readLogo(url: string): Logo | undefined {
  const bytes = Buffer.from(dataUrl.exec(url)?.[1] ?? '', 'base64');
  const picture = bytes.length > logoLimits.bytes ? undefined : readPicture(bytes);
  if (picture === undefined || picture.type === 'image/gif' || picture.width !== picture.height) return undefined;
  const fits = picture.width >= logoLimits.leastEdge && picture.width <= logoLimits.mostEdge;
  return fits ? { type: picture.type, bytes } : undefined;
}

/** The data URL of a file; what the file really is, `readLogo` finds out from its bytes. */
export function logoUrl(bytes: Uint8Array): string {
  return `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;
}
