/**
 * Where the request of an application waits until somebody is signed in: `/login/request/{uid}`. Every way of signing in leads
 * back here, and here the engine is told who it is. Beside it: `engine.ts` made the request, `../login` signs people in.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';
import type { Account } from '../accounts.ts';
import type { ClientConfig } from '../config/shape.ts';
import type { Cookies } from '../login/cookies.ts';
import { explainPath, requestPath, signInPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { readForm } from '../login/query.ts';
import { currentSession } from '../login/sessions.ts';
import { fromOwnPage, otherLanguage, readVisit, type Visit } from '../login/visit.ts';
import type { Ways } from '../methods/ways.ts';
import { consentPage } from '../pages/consent.ts';
import { redirect, sendNothing, sendPage } from '../pages/send.ts';
import { themeOfClient } from '../pages/theme.ts';
import type { Parts } from '../parts.ts';
import type { Session } from '../store/sign-in.ts';
import type { Answered } from './answered.ts';
import { requestDigest } from './artifacts.ts';
import { reasonsAnew } from './asked-anew.ts';
import { authTime } from './auth-time.ts';
import type { Clients } from './clients.ts';
import type { Engine } from './engine.ts';
import { createSeenBy } from './seen-by.ts';
import type { SignOut } from './sign-out.ts';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

type UidRoute = { Params: { uid: string } };

/** A request with all that answering it needs. */
interface Waiting {
  readonly uid: string;
  readonly interaction: Interaction;
  readonly client: ClientConfig;
  readonly account: Account;
  readonly scopes: ReadonlySet<string>;
  /** Since when somebody must have acted; undefined where it is enough that somebody is known. */
  readonly actSince: number | undefined;
}

interface RequestParts {
  readonly engine: Engine;
  readonly clients: Clients;
  readonly ways: Ways;
  readonly answered: Answered;
  readonly signOut: Pick<SignOut, 'browser'>;
}

export function requestRoutes(
  app: FastifyInstance,
  parts: Parts,
  jar: Cookies,
  { engine, clients, ways, answered, signOut }: RequestParts,
): void {
  const { accounts, clock, config, people, store } = parts;
  const seenBy = createSeenBy(parts);

  app.get<UidRoute>('/login/request/:uid', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const waiting = await find(request, reply);
    if (waiting === undefined) return answerAgain(reply, request, visit);
    const session = await sessionFor(waiting, visit);
    if (session === undefined) return askToSignIn(reply, request, visit, waiting);
    if (await wantsName(waiting, session, visit)) {
      return redirect(reply, explainPath(waiting.account.name, `${requestPath(waiting.uid)}?asked=1`));
    }
    if (waiting.client.firstParty) return finish(reply, waiting, session, request.headers.cookie);
    return sendPage(
      reply,
      consentPage({
        language: visit.language,
        site: waiting.client.name,
        host: hostOf(waiting),
        theme: themeOfClient(waiting.client),
        scopes: [...waiting.scopes],
        action: requestPath(waiting.uid),
        returnsTo: originOf(waiting),
        otherLanguage: otherLanguage(visit),
      }),
    );
  });

  /** The answer of the consent page. */
  app.post<UidRoute>('/login/request/:uid', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (!fromOwnPage(request.headers, config.publicUrl)) {
      throw new LoginProblem('bad_request', { check: 'foreign_form' });
    }
    const waiting = await find(request, reply);
    if (waiting === undefined) return answerAgain(reply, request, visit);
    const form = readForm(typeof request.body === 'string' ? request.body : '');
    const session = await sessionFor(waiting, visit);
    if (form?.get('answer') !== 'allow') return refuse(reply, waiting, 'The person did not allow it.');
    if (session === undefined) return redirect(reply, requestPath(waiting.uid));
    const actedAt = clock.now();
    await store.sessions.act(session.idDigest, actedAt);
    return finish(reply, waiting, { ...session, actedAt }, request.headers.cookie);
  });

  async function find(request: FastifyRequest<UidRoute>, reply: FastifyReply): Promise<Waiting | undefined> {
    const provider = await engine.current();
    const interaction = await provider.interactionDetails(request.raw, reply.raw).catch(() => undefined);
    const { uid } = request.params;
    if (interaction === undefined || interaction.uid !== uid) return undefined;
    const client = await clients.find(String(interaction.params.client_id));
    if (client === undefined) return undefined;
    const row = wantsAct(interaction) ? await store.oidcArtifacts.find('Interaction', requestDigest(uid)) : undefined;
    const account = accountOf(client);
    if (account === undefined)
      throw new LoginProblem('no_web_login', { check: 'client_account', returnTo: requestPath(uid) });
    const scopes = new Set(String(interaction.params.scope ?? '').split(' '));
    return { uid, interaction, client, account, scopes, actSince: row?.createdAt };
  }

  /** The callback was loaded twice, or somebody went back: whoever the request signed in goes through it once more. */
  async function answerAgain(
    reply: FastifyReply,
    request: FastifyRequest<UidRoute>,
    visit: Visit,
  ): Promise<FastifyReply> {
    const path = await answered.again(request.params.uid, await currentSession(visit.cookies, jar, store, clock.now()));
    if (path === undefined) {
      throw new LoginProblem('request_expired', { check: 'request', returnTo: requestPath(request.params.uid) });
    }
    return redirect(reply, path);
  }

  function accountOf({ account }: ClientConfig): Account | undefined {
    if (account !== undefined) return accounts.byName(account);
    return (
      accounts.all.find((each) => each.may('webAuthorisation')) ??
      accounts.all.find((each) => ways.possible(each).length > 0)
    );
  }

  /**
   * Who is signed in, if that is enough: for a request that wants a sign-in to be seen, somebody must have acted since, and the
   * account of the client must know them.
   */
  async function sessionFor(waiting: Waiting, visit: Visit): Promise<Session | undefined> {
    const session = await currentSession(visit.cookies, jar, store, clock.now());
    if (session === undefined || (session.actedAt ?? 0) < (waiting.actSince ?? 0)) return undefined;
    const { account } = waiting.client;
    return session.account === account || (await seenBy(account, session.personId)) ? session : undefined;
  }

  async function askToSignIn(
    reply: FastifyReply,
    request: FastifyRequest<UidRoute>,
    visit: Visit,
    waiting: Waiting,
  ): Promise<FastifyReply> {
    const { account, client, uid } = waiting;
    const back = requestPath(uid);
    const outcome = visit.query?.get('outcome');
    if (outcome === 'access_denied') return refuse(reply, waiting, 'Nobody was signed in.');
    const userAgent = request.headers['user-agent'] ?? '';
    const offered = ways.offered(account, client, userAgent);
    if (offered.includes('wechat')) {
      if (waiting.actSince === undefined) return redirect(reply, signInPath(account.name, back));
      // WeChat alone might let somebody through without a word. Whoever goes on without a name is not asked for it again.
      return redirect(reply, explainPath(account.name, `${back}?asked=1`));
    }
    if (offered.length === 0) {
      throw new LoginProblem(visit.inWeChat ? 'no_web_login' : 'only_in_wechat', {
        check: 'method',
        account: account.name,
        returnTo: back,
      });
    }
    const started = await ways.begin(
      {
        account,
        site: client.name,
        siteHost: hostOf(waiting),
        clientId: client.clientId,
        wantsName: waiting.scopes.has('profile'),
        methods: offered,
        userAgent,
        returnTo: back,
      },
      visit,
    );
    return redirect(reply.header('set-cookie', started.cookies), started.location);
  }

  /** In WeChat somebody whose name the client wants is asked once, after the silent sign-in. */
  async function wantsName({ scopes, client }: Waiting, session: Session, visit: Visit): Promise<boolean> {
    if (!scopes.has('profile') || !visit.inWeChat || visit.query?.get('asked') === '1') return false;
    if (client.methods !== undefined && !client.methods.includes('wechat')) return false;
    return (await people.view(session.personId))?.profile.nickname === undefined;
  }

  async function finish(
    reply: FastifyReply,
    waiting: Waiting,
    session: Session,
    cookies: string | undefined,
  ): Promise<FastifyReply> {
    const { interaction, client, scopes } = waiting;
    const before = interaction.session?.accountId;
    // The engine would send a page that submits itself; the person before is signed out here instead, and their clients are told.
    if (before !== undefined && before !== session.personId) {
      await signOut.browser(cookies);
      delete interaction.session;
    }
    const { Grant } = await engine.current();
    const grant = new Grant({ accountId: session.personId, clientId: client.clientId });
    grant.addOIDCScope([...scopes].filter((scope) => client.scopes.includes(scope)).join(' '));
    // It has its name at once; written at the same time, both rows share a statement.
    const saved = grant.save();
    interaction.result = {
      ...interaction.lastSubmission,
      login: { accountId: session.personId, ts: authTime(session) },
      consent: { grantId: grant.jti },
    };
    await Promise.all([saved, interaction.persist()]);
    return redirect(reply, interaction.returnTo);
  }

  async function refuse(reply: FastifyReply, { interaction }: Waiting, description: string): Promise<FastifyReply> {
    interaction.result = { error: 'access_denied', error_description: description };
    await interaction.persist();
    return redirect(reply, interaction.returnTo);
  }
}

const satisfiedByBeingKnown: ReadonlySet<string> = new Set(['no_session', ...reasonsAnew]);

/** Whether it is not enough that somebody is known: `prompt=login`, `max_age`, `auth_time` or a hint ask for more. */
function wantsAct({ prompt }: Interaction): boolean {
  return prompt.name === 'login' && prompt.reasons.some((reason) => !satisfiedByBeingKnown.has(reason));
}

function originOf({ interaction }: Waiting): string {
  const uri = String(interaction.params.redirect_uri);
  // An app's own scheme has no origin; the policy then names the scheme.
  return /^https?:/.test(uri) ? new URL(uri).origin : new URL(uri).protocol;
}

function hostOf({ interaction }: Waiting): string {
  return new URL(String(interaction.params.redirect_uri)).host;
}
