/**
 * By which subject a client knows a person: a keyed digest of the person and the client's sector, or the person's id. Two people
 * who became one go on being known to each client by the id it learnt first. The key is read once: it never changes.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { ClientConfig } from '../config/shape.ts';
import { keptKeys } from '../kept-keys.ts';
import type { Parts } from '../parts.ts';

export type SubjectOf = (client: Pick<ClientConfig, 'subject' | 'sector'>, personId: string) => Promise<string>;

export function createSubjects({ store, clock, sealer }: Pick<Parts, 'store' | 'clock' | 'sealer'>): SubjectOf {
  let key: KeyObject | undefined;
  return async ({ subject, sector }, personId) => {
    const known = await store.subjects.known(sector, personId, clock.now());
    if (subject === 'public') return known;
    key ??= createSecretKey((await keptKeys(store, sealer, 'subject'))[0]);
    const digest = createHmac('sha256', key)
      .update(JSON.stringify([sector, known]))
      .digest('base64url');
    // Contains a dot, which no client id does; so nothing is ever both.
    return `p.${digest}`;
  };
}
