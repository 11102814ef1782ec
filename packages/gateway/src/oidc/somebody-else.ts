/**
 * Two people at one computer. Each signs in here, and the engine has a session of its own: it must not go on with the person
 * before, and an application must not be told of them.
 */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { createCookies } from '../login/cookies.ts';
import { currentSession } from '../login/sessions.ts';
import type { Parts } from '../parts.ts';

/** The reason for which the engine then asks who it is. Being known here answers it: nobody has to act. */
export const somebodyElseHere = 'somebody_else';

/** Whether this browser is signed in here as somebody else than the engine's session says. */
export function somebodyElse({
  config,
  store,
  clock,
}: Pick<Parts, 'config' | 'store' | 'clock'>): (ctx: KoaContextWithOIDC) => Promise<boolean> {
  const jar = createCookies(config.publicUrl);
  const personOf = async (id: string) => (await store.people.current(id))?.id;
  return async (ctx) => {
    const before = ctx.oidc.session?.accountId;
    if (before === undefined) return false;
    const now = (await currentSession(jar.read(ctx.req.headers.cookie), jar, store, clock.now()))?.personId;
    return now !== undefined && now !== before && (await personOf(now)) !== (await personOf(before));
  };
}
