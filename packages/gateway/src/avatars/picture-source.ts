/**
 * Fetches a picture from an address that WeChat gave, which is an address that a stranger may have chosen. DNS is asked
 * once and the connection goes to what was checked; no redirect is followed; size and time are limited.
 */
import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { BlockList, isIPv4 } from 'node:net';
import { type Lookup, privateAddress, publicAddresses, publicOnly } from '@mingpian/wechat/public-address';
import { pictureLimits } from './picture.ts';

export type PictureSource = (address: string) => Promise<Uint8Array>;

export type PictureErrorCode =
  | 'address'
  | 'private_address'
  | 'status'
  | 'too_large'
  | 'timeout'
  | 'network'
  | 'no_picture';

/** Why a picture was not copied. The message holds no address. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  readonly code: PictureErrorCode;
  constructor(code: PictureErrorCode, options?: ErrorOptions) {
    super(`The picture cannot be copied: ${code}.`, options);
    this.code = code;
  }
}

const patience = 3_000;

const isPublic = publicAddresses({ BlockList, isIPv4 });

/** `simulator` is the one origin of this machine that is allowed, and the one that need not be https. */
export function pictureSource({
  simulator,
  lookup = systemLookup,
}: {
  simulator?: string | undefined;
  lookup?: Lookup;
}): PictureSource {
  return (address) =>
    new Promise((resolve, reject) => {
      const url = URL.canParse(address) ? new URL(address) : undefined;
      const simulated = url !== undefined && url.origin === simulator;
      if (url === undefined || !(simulated || (url.protocol === 'https:' && /\.qlogo\.cn$/.test(url.hostname)))) {
        reject(new PictureError('address'));
        return;
      }
      const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
        agent: false,
        timeout: patience,
        headers: { accept: 'image/*' },
        signal: AbortSignal.timeout(patience),
        ...(simulated ? {} : { lookup: publicOnly(lookup, isPublic) }),
      });
      request.on('timeout', () => request.destroy(new PictureError('timeout')));
      request.on('error', (error) => reject(failure(error)));
      request.on('response', (response) => {
        const refuse = (code: PictureErrorCode) => {
          reject(new PictureError(code));
          request.destroy();
        };
        if (response.statusCode !== 200) return refuse('status');
        if (Number(response.headers['content-length'] ?? 0) > pictureLimits.bytes) return refuse('too_large');
        const parts: Buffer[] = [];
        let size = 0;
        response.on('data', (part: Buffer) => {
          size += part.length;
          if (size > pictureLimits.bytes) refuse('too_large');
          else parts.push(part);
        });
        response.on('end', () => resolve(Buffer.concat(parts)));
        response.on('error', (error) => reject(failure(error)));
      });
      request.end();
    });
}

/** Errors of the network may quote the address; only the class of the failure is kept. */
function failure(error: NodeJS.ErrnoException): PictureError {
  if (error instanceof PictureError) return error;
  if (error.code === privateAddress) return new PictureError('private_address');
  const slow = error.name === 'AbortError' || error.name === 'TimeoutError';
  return new PictureError(slow ? 'timeout' : 'network');
}
