/**
 * Ending what somebody is signed in with, and noting which clients must be told. A notice holds the subject by which its client
 * knows the person, ready made: by the time it is delivered they may have been erased, or be two again.
 */
import type { AdapterPayload } from 'oidc-provider';
import { newId } from '../ids.ts';
import type { Parts } from '../parts.ts';
import type { OidcArtifact } from '../store/oidc.ts';
import { endGrant, grantDigest, readArtifact } from './artifacts.ts';
import { createClients } from './clients.ts';
import { createSubjects } from './subject.ts';

export interface Ending {
  /** Notes that a client must be told of a sign-out, after so many milliseconds. */
  note(clientId: string, personId: string, sid: string | undefined, delay?: number): Promise<void>;
  /** Ends one session of the engine. */
  session(row: OidcArtifact): Promise<void>;
  /** Ends every session of a person, ours and the engine's, with every token. */
  everywhere(personId: string): Promise<void>;
}

export type EndingParts = Pick<Parts, 'clock' | 'config' | 'random' | 'sealer' | 'store'>;

/** `store` may be that of a transaction. */
export function createEnding(parts: EndingParts): Ending {
  const { clock, random, sealer, store } = parts;
  const clients = createClients(parts);
  const subjectOf = createSubjects(parts);

  async function note(clientId: string, personId: string, sid: string | undefined, delay = 0): Promise<void> {
    const client = await clients.find(clientId);
    if (client === undefined) return;
    const now = clock.now();
    const whom = readyMade(await subjectOf(client, personId));
    const id = newId(now, random);
    await store.logoutNotices.add({
      id,
      clientId,
      personId: whom,
      sid: sid ?? null,
      nextAt: now + delay,
      createdAt: now,
    });
  }

  async function session(row: OidcArtifact): Promise<void> {
    const { authorizations = {}, accountId }: AdapterPayload = readArtifact(row, sealer);
    for (const [clientId, { sid, grantId }] of Object.entries(authorizations)) {
      if (grantId !== undefined) await endGrant(store.oidcArtifacts, grantDigest(grantId));
      if (accountId !== undefined) await note(clientId, accountId, sid);
    }
    await store.oidcArtifacts.remove('Session', row.idDigest);
  }

  return {
    note,
    session,

    async everywhere(personId) {
      // What began before a merge still goes by the former id.
      for (const id of await store.people.family(personId)) {
        for (const row of await store.oidcArtifacts.ofPerson('Session', id)) await session(row);
        // Grants that are left outlived the session they were given in; their clients know the person all the same.
        const left = (await store.oidcArtifacts.ofPerson('Grant', id)).map(({ clientId }) => clientId);
        for (const clientId of new Set(left)) if (clientId !== null) await note(clientId, id, undefined);
        await store.oidcArtifacts.removeOfPerson(id);
        await store.sessions.endOfPerson(id);
      }
    },
  };
}

const mark = '=';

/** A subject in the place of the id of a person, which never looks like this. */
function readyMade(subject: string): string {
  return `${mark}${subject}`;
}

/** The subject that was put in the place of an id, if one was. */
export function readyMadeSubject(id: string): string | undefined {
  return id.startsWith(mark) ? id.slice(mark.length) : undefined;
}
