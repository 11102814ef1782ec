/**
 * When the engine must not go on with the person of its session, though it knows one: where somebody else has signed in at this
 * browser since, or where the account of the client has never seen them. An application is not told of the wrong person.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { createCookies } from '../login/cookies.ts';
import { currentSession } from '../login/sessions.ts';
import type { Parts } from '../parts.ts';
import type { Clients } from './clients.ts';
import { createSeenBy } from './seen-by.ts';

/** The reasons as the engine names them. Being known answers them: nobody has to act. */
export const reasonsAnew = ['somebody_else', 'other_account'] as const;

export type Anew = Readonly<Record<(typeof reasonsAnew)[number], (ctx: KoaContextWithOIDC) => Promise<boolean>>>;

export function anew(parts: Parts, clients: Pick<Clients, 'find'>): Anew {
  const { config, store, clock } = parts;
  const jar = createCookies(config.publicUrl);
  const seenBy = createSeenBy(parts);
  const personOf = async (id: string) => (await store.people.current(id))?.id;
  return {
    async somebody_else(ctx) {
      const before = ctx.oidc.session?.accountId;
      if (before === undefined) return false;
      const now = (await currentSession(jar.read(ctx.req.headers.cookie), jar, store, clock.now()))?.personId;
      return now !== undefined && now !== before && (await personOf(now)) !== (await personOf(before));
    },

    async other_account({ oidc: { client, session } }) {
      if (client === undefined || session?.accountId === undefined) return false;
      return !(await seenBy((await clients.find(client.clientId))?.account, session.accountId));
    },
  };
}
