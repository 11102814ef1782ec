/** What is done to an answer of the engine before it leaves. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { Cookies } from '../login/cookies.ts';
import { currentSession } from '../login/sessions.ts';
import type { Parts } from '../parts.ts';
import type { Answered } from './answered.ts';
import type { Clients } from './clients.ts';

export function afterwards(
  { store, clock }: Pick<Parts, 'store' | 'clock'>,
  { clients, answered, jar }: { clients: Clients; answered: Answered; jar: Cookies },
): (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void> {
  return async (ctx, next) => {
    await next();
    const { oidc } = ctx as Partial<KoaContextWithOIDC>;
    if (oidc?.route === 'end_session_confirm') await afterSignOut(ctx);
    if (oidc?.route === 'resume' && ctx.status >= 400) await answerAgain(ctx);
    await onlyKnownOrigins(ctx);
  };

  /**
   * Whoever has signed out of every application has signed out here as well, and the page that says so names the application
   * that led there. Whoever stays signed in is not told the opposite.
   */
  async function afterSignOut(ctx: KoaContextWithOIDC): Promise<void> {
    const { client, session } = ctx.oidc;
    const signedOut = (session as { destroyed?: boolean } | undefined)?.destroyed === true;
    if (signedOut) {
      await jar.endSession(ctx.req.headers.cookie, store);
      ctx.append('set-cookie', jar.signOut());
    }
    const done = ctx.oidc.urlFor('end_session_success');
    if (ctx.response.get('location') !== done) return;
    if (!signedOut) ctx.redirect('/me');
    else if (client !== undefined) ctx.redirect(`${done}?client_id=${encodeURIComponent(client.clientId)}`);
  }

  /** The other load of the same callback was quicker. */
  async function answerAgain(ctx: KoaContextWithOIDC): Promise<void> {
    const session = await currentSession(jar.read(ctx.req.headers.cookie), jar, store, clock.now());
    const path = await answered.again(ctx.path.slice(ctx.path.lastIndexOf('/') + 1), session);
    if (path === undefined) return;
    ctx.status = 303;
    ctx.redirect(path);
  }

  /** The engine lets scripts of every origin read metadata and keys, and ask beforehand; here only those of clients may. */
  async function onlyKnownOrigins(ctx: KoaContextWithOIDC): Promise<void> {
    const { origin } = ctx.req.headers;
    if (origin !== undefined && origin !== '' && (await clients.knowsOrigin(origin))) return;
    for (const name of permissions) ctx.remove(name);
  }
}

const permissions = ['Origin', 'Methods', 'Headers', 'Credentials', 'Private-Network']
  .map((what) => `Access-Control-Allow-${what}`)
  .concat('Access-Control-Expose-Headers', 'Access-Control-Max-Age');
