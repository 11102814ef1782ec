/**
 * The pages that people see: signing in, who they are, linking, and the first page. This file puts them together; where
 * a sign-in is refused, the page that says so is made here too.
 */
import type { FastifyInstance } from 'fastify';
import { handoffChat } from './handoff/chat.ts';
import { createHandoffs } from './handoff/handoffs.ts';
import { scanRoutes } from './handoff/scan-routes.ts';
import { scans } from './handoff/scene.ts';
import { waitRoutes } from './handoff/wait-routes.ts';
import { type LinkAnswers, linkAnswers } from './linking/answers.ts';
import { createLinking } from './linking/joining.ts';
import { createNumber } from './linking/number.ts';
import { linkRoutes } from './linking/routes.ts';
import { createLinkTickets, type LinkTickets } from './linking/tickets.ts';
import { createCallback } from './login/callback.ts';
import { callbackRoutes } from './login/callback-routes.ts';
import { createCookies } from './login/cookies.ts';
import { homeRoutes } from './login/home-routes.ts';
import { meRoutes } from './login/me-routes.ts';
import { LoginProblem } from './login/problem.ts';
import { newReference } from './login/reference.ts';
import { signInRoutes } from './login/sign-in-routes.ts';
import { createStart } from './login/start.ts';
import { readVisit } from './login/visit.ts';
import { createWays } from './methods/ways.ts';
import { createAskers } from './oidc/asker.ts';
import { logoRoutes } from './oidc/logo-routes.ts';
import type { OpenIdConnect } from './oidc/openid-connect.ts';
import { problemPage, problemStatus } from './pages/problem.ts';
import { sendPage } from './pages/send.ts';
import type { Parts } from './parts.ts';
import { isUnavailable } from './store/unavailable.ts';
import type { ChatListener } from './webhook/conversation.ts';
import type { Reaction } from './webhook/reaction.ts';

export interface SignIn {
  /** Adds the routes. */
  routes(app: FastifyInstance): void;
  /** Links for the chat. */
  readonly tickets: Pick<LinkTickets, 'create'>;
  /** Listens in the chat for the numbers of links. */
  readonly answers: LinkAnswers;
  /** Listens in the chat for the codes of waiting browsers. */
  readonly codes: ChatListener;
  /** Adds to what happens on a follow: scans of the codes of waiting browsers. */
  scans(follow: Reaction): Reaction;
}

export function createSignIn(parts: Parts, oidc: OpenIdConnect): SignIn {
  const jar = createCookies(parts.config.publicUrl);
  const secure = parts.config.publicUrl.startsWith('https:');
  const start = createStart(parts, jar);
  const linking = createLinking(parts);
  const tickets = createLinkTickets(parts, start);
  const handoffs = createHandoffs(parts, jar);
  const ways = createWays(parts, handoffs);
  const { clients, signOut } = oidc;
  const finish = createCallback(parts, jar, start, linking.arrived);
  const showNumber = createNumber(parts, jar);
  const askers = createAskers(parts, clients, handoffs);
  return {
    tickets,
    answers: linkAnswers(linking, parts.config.language),
    codes: handoffChat(parts, handoffs),
    scans: (follow) => scans(follow, parts, handoffs),
    routes(app) {
      app.register(async (pages) => {
        pages.addHook('onRequest', async (request, reply) => {
          if (secure) reply.header('strict-transport-security', 'max-age=63072000');
          const { query, chosen } = readVisit(request, jar);
          // A parameter that stands there twice means different things to different readers.
          if (query === undefined) throw new LoginProblem('bad_request', { check: 'query' });
          if (chosen !== undefined) reply.header('set-cookie', jar.rememberLanguage(chosen));
        });
        pages.removeAllContentTypeParsers();
        pages.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
          done(null, body),
        );
        pages.setErrorHandler(async (error, request, reply) => {
          const problem = asProblem(error);
          const visit = readVisit(request, jar);
          const { check, account, errcode, next } = problem.detail;
          // A ticket that does not work gets one answer, whatever is wrong with it.
          const reference =
            problem.detail.reference ?? (problem.code === 'link_invalid' ? undefined : newReference(parts.random));
          const line = { check, problem: problem.code, reference, account };
          if (problem.code === 'internal' || problem.code === 'unavailable')
            parts.log.error({ ...line, error }, 'a page failed');
          else parts.log.info(line, 'a sign-in was refused');
          if (problem.code === 'rate_limited' || problem.code === 'unavailable') reply.header('retry-after', '60');
          // Who asks may stand in the very database that fails.
          const asker = await askers.behind(problem.detail).catch(() => askers.behind({ account }));
          const page = problemPage({
            ...asker,
            language: visit.language,
            code: problem.code,
            reference,
            errcode,
            next,
          });
          return sendPage(reply, page, problemStatus[problem.code]);
        });
        homeRoutes(pages, parts, jar, ways);
        signInRoutes(pages, parts, jar, { start, ways, askers });
        callbackRoutes(pages, parts, jar, { finish, askers });
        linkRoutes(pages, parts, jar, { tickets, showNumber });
        meRoutes(pages, parts, jar, { signOut, ways });
        oidc.pages(pages, jar, ways);
        logoRoutes(pages, clients);
        waitRoutes(pages, parts, jar, { handoffs, clients });
        scanRoutes(pages, parts, jar, { handoffs, start, clients, signOut });
      });
    },
  };
}

function asProblem(error: unknown): LoginProblem {
  if (error instanceof LoginProblem) return error;
  if (isUnavailable(error)) return new LoginProblem('unavailable', { check: 'database', cause: error });
  const { statusCode } = error as { statusCode?: number };
  const refused = statusCode !== undefined && statusCode >= 400 && statusCode < 500;
  return new LoginProblem(refused ? 'bad_request' : 'internal', { check: refused ? 'http' : 'failure', cause: error });
}
