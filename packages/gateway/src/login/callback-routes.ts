/** Where WeChat sends people back to, and the pages that say how a sign-in ended. */
import type { FastifyInstance } from 'fastify';
import type { Askers } from '../oidc/asker.ts';
import { previewPage } from '../pages/preview.ts';
import { problemPage } from '../pages/problem.ts';
import type { ProblemCode } from '../pages/problem-codes.ts';
import { redirect, sendNothing, sendPage } from '../pages/send.ts';
import type { Parts } from '../parts.ts';
import type { FinishLogin } from './callback.ts';
import type { Cookies } from './cookies.ts';
import { giveUpPath, restartPath, signInPath } from './paths.ts';
import { LoginProblem } from './problem.ts';
import { otherLanguage, readVisit } from './visit.ts';

export function callbackRoutes(
  app: FastifyInstance,
  parts: Parts,
  jar: Cookies,
  { finish, askers }: { finish: FinishLogin; askers: Askers },
): void {
  const { accounts, store } = parts;

  app.get('/wechat/callback', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const { location, cookies } = await finish(visit);
    return redirect(reply.header('set-cookie', cookies), location);
  });

  app.get<{ Params: { id: string } }>('/login/outcome/:id', async (request, reply) => {
    const visit = readVisit(request, jar);
    const login = await store.logins.find(request.params.id);
    const account = login === undefined ? undefined : accounts.byName(login.account);
    if (login?.outcome == null || account === undefined)
      throw new LoginProblem('not_found', { check: 'outcome', next: '/' });
    const giveUp = giveUpPath(login);
    const { site = account.title, theme } = await askers.behind(login);
    const view = { language: visit.language, site, theme, giveUp, otherLanguage: otherLanguage(visit) };
    const [code = 'internal', errcode] = login.outcome.split(':') as [ProblemCode, string?];
    if (code === 'snapshot_user') return sendPage(reply, previewPage(view));
    // Who does not want to tell a name can still sign in without one.
    const next = code === 'access_denied' ? signInPath(login.account, login.returnTo) : restartPath(login);
    return sendPage(
      reply,
      problemPage({
        ...view,
        code,
        reference: login.id,
        next,
        ...(errcode === undefined ? {} : { errcode: Number(errcode) }),
      }),
    );
  });
}
