import { createHash } from 'node:crypto';

/**
 * Lower-case hex SHA-1 over the sorted and joined parts. `signature` signs token, timestamp and nonce;
 * `msg_signature` signs the same three and the Encrypt text.
 */
export function sign(...parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}
