import { createHmac } from 'node:crypto';

/** How a receipt names an identity: a keyed digest, which whoever has the key can compare and nobody can read. */
export function subjectDigest(key: Uint8Array, appId: string, openid: string): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([appId, openid]))
    .digest('hex');
}
