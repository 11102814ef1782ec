/**
 * Fetches a picture from an address that WeChat gave, which is an address that a stranger may have chosen. DNS is asked
 * once and the connection goes to what was checked; no redirect is followed; size and time are limited.
 */
import { lookup as systemLookup } from 'node:dns';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { pictureLimits } from './picture.ts';
import { isPublicAddress } from './public-address.ts';

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

type Lookup = typeof systemLookup;

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
        ...(simulated ? {} : { lookup: publicOnly(lookup) }),
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

/** Hands the socket the addresses that were checked, so that a second answer of DNS cannot lead it elsewhere. */
export function publicOnly(lookup: Lookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return callback(error, '');
      // One private address among public ones is an attempt, or a mistake; both are refused whole.
      if (found.length === 0 || !found.every(({ address }) => isPublicAddress(address))) {
        return callback(new PictureError('private_address') as NodeJS.ErrnoException, '');
      }
      if (options.all === true) callback(null, found);
      else callback(null, found[0]?.address ?? '', found[0]?.family);
    });
  };
}

/** Errors of the network may quote the address; only the class of the failure is kept. */
function failure(error: Error): PictureError {
  if (error instanceof PictureError) return error;
  const slow = error.name === 'AbortError' || error.name === 'TimeoutError';
  return new PictureError(slow ? 'timeout' : 'network');
}
