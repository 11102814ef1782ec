/**
 * Requests of applications that were answered a moment ago. A callback of WeChat may be loaded twice, and the back button loads
 * it again; the engine forgets a request with its first answer. Whoever it signed in is then led through the application's
 * request once more and comes back with a code of their own: the first one, given out again, would end what came of it.
 */
import type { Adapter } from 'oidc-provider';
import type { Parts } from '../parts.ts';
import type { Session } from '../store/sign-in.ts';
import { readArtifact, requestDigest } from './artifacts.ts';

/** How long an answer can be had again, in milliseconds. */
const remembered = 120_000;
/** Longer than it can be since the act that a request demanded, in seconds: it waited for that act, and was answered a moment ago. */
const seenWithin = 3600;

export interface Answered {
  /** The engine's memory of requests, in which those that it forgets stay for a while, unseen by it. */
  kept(requests: Adapter): Adapter;
  /** Path of the same request, for whom it signed in and nobody else. */
  again(uid: string, session: Session | undefined): Promise<string | undefined>;
}

export function answeredRequests({ store, sealer, clock }: Pick<Parts, 'store' | 'sealer' | 'clock'>): Answered {
  return {
    kept: (requests) => ({
      ...requests,

      async find(uid) {
        const request = await requests.find(uid);
        return request && request.consumed === undefined ? request : undefined;
      },

      async destroy(uid) {
        const now = clock.now();
        await store.oidcArtifacts.consume('Interaction', requestDigest(uid), now, now + remembered);
      },
    }),

    async again(uid, session) {
      if (session === undefined) return undefined;
      const row = await store.oidcArtifacts.find('Interaction', requestDigest(uid));
      if (row === undefined || clock.now() >= Math.min(row.expiresAt ?? 0, (row.consumedAt ?? Infinity) + remembered)) {
        return undefined;
      }
      // The engine need not have taken the answer yet: what it goes by may have been lost on the way, such as its cookie.
      const { result, params } = readArtifact(row, sealer);
      if (result?.login?.accountId !== session.personId) return undefined;
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(params ?? {})) query.set(name, String(value ?? ''));
      withoutDemand(query);
      return `/oauth2/authorize?${query}`;
    },
  };
}

/** The sign-in that was demanded has been seen: it is what this answer came of. `auth_time` says so once more. */
function withoutDemand(query: URLSearchParams): void {
  const prompts = (query.get('prompt') ?? '').split(' ');
  if (prompts.includes('login') || query.has('max_age')) {
    query.set('max_age', String(Math.max(Number(query.get('max_age')), seenWithin)));
  }
  query.set('prompt', prompts.filter((each) => each !== 'login').join(' '));
  for (const [name, value] of [...query]) if (value === '') query.delete(name);
}
