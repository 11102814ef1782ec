/**
 * By which subject a client knows a person: a keyed digest of the person and the client's sector, or the person's id. Two people
 * who became one go on being known to each client by the id it learnt first.
 */
import type { ClientConfig } from '../config/shape.ts';
import type { Parts } from '../parts.ts';

export async function subjectOf(
  { subject, sector }: Pick<ClientConfig, 'subject' | 'sector'>,
  personId: string,
  { store, clock, sealer }: Pick<Parts, 'store' | 'clock' | 'sealer'>,
): Promise<string> {
  const known = await store.subjects.known(sector, personId, clock.now());
  if (subject === 'public') return known;
  // Contains a dot, which no client id does; so nothing is ever both.
  return `p.${sealer.digest('subject', JSON.stringify([sector, known])).toString('base64url')}`;
}
