/** The subject by which a client knows a person: a keyed digest of the person and the client's sector. */
import { createHmac } from 'node:crypto';
import type { Sealer } from '../sealer.ts';

/** Contains a dot, which no client id does; so nothing is ever both. */
export function pairwiseSubject(sealer: Pick<Sealer, 'key'>, sector: string, personId: string): string {
  const digest = createHmac('sha256', sealer.key('subject'))
    .update(JSON.stringify([sector, personId]))
    .digest('base64url');
  return `p.${digest}`;
}
