/**
 * Requests of applications that were answered a moment ago. A callback of WeChat may be loaded twice, and the back button loads
 * it again; the engine forgets a request with its first answer. Whoever it signed in is then led through the application's
 * request once more and comes back with a code of their own: the first one, given out again, would end what came of it.
 */
import type { AdapterPayload } from 'oidc-provider';
import type { Session } from '../store/sign-in.ts';
import { type ArtifactParts, artifactAdapter } from './artifacts.ts';

/** How long an answer can be had again, in seconds. */
const remembered = 120;

export interface Answered {
  /** To be called before the engine learns who it is. */
  remember(uid: string, parameters: Readonly<Record<string, unknown>>, session: Session): Promise<void>;
  /** Path of the same request, for whom it signed in and nobody else. */
  again(uid: string, session: Session | undefined): Promise<string | undefined>;
}

export function answeredRequests(parts: Omit<ArtifactParts, 'consumedMeanwhile'>): Answered {
  const consumedMeanwhile = () => new Error('An answered request is never consumed.');
  const rows = artifactAdapter('AnsweredRequest', { ...parts, consumedMeanwhile });

  return {
    async remember(uid, parameters, { personId }) {
      const payload: AdapterPayload = { accountId: personId, params: { ...parameters } };
      await rows.upsert(uid, payload, remembered);
    },

    async again(uid, session) {
      if (session === undefined) return undefined;
      const row = await rows.find(uid);
      if (!row || row.accountId !== session.personId) return undefined;
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(row.params ?? {})) {
        const kept = name === 'prompt' ? withoutLogin(String(value)) : String(value ?? '');
        if (kept !== '') query.set(name, kept);
      }
      return `/oauth2/authorize?${query}`;
    },
  };
}

/** The sign-in that was demanded has been seen: it is what this answer came of. */
function withoutLogin(prompt: string): string {
  return prompt
    .split(' ')
    .filter((each) => each !== 'login')
    .join(' ');
}
