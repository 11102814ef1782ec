/** What the engine shows to people, in our words and our look: a request that leads nowhere, and signing out. */
import type { KoaContextWithOIDC } from 'oidc-provider';
import { createCookies } from '../login/cookies.ts';
import { newReference } from '../login/reference.ts';
import { chosenLanguage, type Language, languageOf } from '../pages/language.ts';
import type { Page } from '../pages/page.ts';
import { problemPage } from '../pages/problem.ts';
import type { ProblemCode } from '../pages/problem-codes.ts';
import { signedOutPage, signOutPage } from '../pages/sign-out.ts';
import { type ClientLooks, type Theme, themeOf } from '../pages/theme.ts';
import type { Parts } from '../parts.ts';
import { isUnavailable } from '../store/unavailable.ts';

type ShownParts = Pick<Parts, 'config' | 'log' | 'random'> & { readonly clients: ClientLooks };

export async function showProblem(
  ctx: KoaContextWithOIDC,
  { out, error }: { out: { error: string }; error: Error },
  parts: ShownParts,
): Promise<void> {
  const reference = newReference(parts.random);
  const client = ctx.oidc?.client;
  parts.log.info({ reference, client: client?.clientId, problem: out.error }, 'a request of a client led to a page');
  const code = codeOf(ctx, out, error);
  if (code === 'unavailable') {
    ctx.status = 503;
    ctx.set('retry-after', '60');
  }
  show(ctx, problemPage({ ...(await askerOf(ctx, parts)), language: languageFor(ctx, parts), code, reference }));
}

function codeOf(ctx: KoaContextWithOIDC, out: { error: string }, error: Error): ProblemCode {
  if (out.error === 'server_error') return isUnavailable(error) ? 'unavailable' : 'internal';
  return ctx.oidc?.route === 'resume' ? 'request_expired' : 'client_request';
}

export async function showLogout(ctx: KoaContextWithOIDC, form: string, parts: ShownParts): Promise<void> {
  const action = /action="([^"]*)"/.exec(form)?.[1] ?? '';
  const secret = /name="xsrf" value="([^"]*)"/.exec(form)?.[1] ?? '';
  show(
    ctx,
    signOutPage({
      ...(await askerOf(ctx, parts)),
      language: languageFor(ctx, parts),
      action: new URL(action).pathname,
      secret,
      // Where the form leads in the end has to be allowed by its policy.
      returnsTo: postLogoutOrigin(ctx),
    }),
  );
}

export async function showSignedOut(ctx: KoaContextWithOIDC, parts: ShownParts): Promise<void> {
  show(ctx, signedOutPage({ ...(await askerOf(ctx, parts)), language: languageFor(ctx, parts) }));
}

/** The application that led here. Its look may be out of reach, where its name is known: it stands in the database. */
async function askerOf(
  ctx: KoaContextWithOIDC,
  { clients }: ShownParts,
): Promise<{ site?: string | undefined; theme?: Theme | undefined }> {
  const client = ctx.oidc?.client;
  if (client === undefined) return {};
  return { site: client.clientName, theme: await themeOf(client.clientId, clients).catch(() => undefined) };
}

function postLogoutOrigin(ctx: KoaContextWithOIDC): string | undefined {
  const uri = ctx.oidc.params?.post_logout_redirect_uri;
  return typeof uri === 'string' && URL.canParse(uri) && /^https?:/.test(uri) ? new URL(uri).origin : undefined;
}

function languageFor(ctx: KoaContextWithOIDC, { config }: ShownParts): Language {
  const jar = createCookies(config.publicUrl);
  const wish = ctx.oidc?.params?.ui_locales;
  return languageOf({
    chosen: typeof wish === 'string' && chosenLanguage(wish) !== undefined ? wish : undefined,
    remembered: jar.language(jar.read(ctx.req.headers.cookie)),
    acceptLanguage: ctx.req.headers['accept-language'],
  });
}

function show(ctx: KoaContextWithOIDC, page: Page): void {
  ctx.type = 'html';
  ctx.set('content-security-policy', page.policy);
  ctx.body = page.body;
}
