/**
 * Where signing in begins: in WeChat `/login/{account}` goes on silently, `/login/{account}/profile` explains first and goes
 * on after a tap, since WeChat shows a preview to people who are asked for their name unprepared. Other browsers get what
 * `../methods` offers them.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../accounts.ts';
import { readReturnTarget } from '../config/return-target.ts';
import type { Method } from '../methods/method.ts';
import type { Ways } from '../methods/ways.ts';
import type { Askers } from '../oidc/asker.ts';
import { explainPage } from '../pages/explain.ts';
import { problemPage, problemStatus } from '../pages/problem.ts';
import { redirect, sendNothing, sendPage } from '../pages/send.ts';
import type { Parts } from '../parts.ts';
import type { Cookies } from './cookies.ts';
import { explainPath, signInPath } from './paths.ts';
import { LoginProblem } from './problem.ts';
import { readForm } from './query.ts';
import { referenceShape } from './reference.ts';
import type { LoginScope, StartLogin } from './start.ts';
import { createStartLimit } from './start-limit.ts';
import { fromOwnPage, otherLanguage, readVisit, type Visit } from './visit.ts';

type AccountRoute = { Params: { account: string } };

const defaultTarget = '/me';

export function signInRoutes(
  app: FastifyInstance,
  parts: Parts,
  jar: Cookies,
  { start, ways, askers }: { start: StartLogin; ways: Ways; askers: Askers },
): void {
  const { accounts, clock, config, store } = parts;
  const limit = createStartLimit();

  app.get<AccountRoute>('/login/:account', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const account = accountOf(request.params.account);
    const returnTo = returnTargetOf(visit, visit.query?.get('return_to'), account);
    const offered = offeredTo(request, account);
    if (offered.includes('wechat')) return begin(reply, visit, account, 'snsapi_base', returnTo);
    return signInElsewhere(reply, request, visit, { account, offered, returnTo, wantsName: false });
  });

  app.get<AccountRoute>('/login/:account/profile', async (request, reply) => {
    const visit = readVisit(request, jar);
    const account = accountOf(request.params.account);
    const returnTo = returnTargetOf(visit, visit.query?.get('return_to'), account);
    const offered = offeredTo(request, account);
    if (!offered.includes('wechat')) {
      if (visit.idle) return sendNothing(reply);
      return signInElsewhere(reply, request, visit, { account, offered, returnTo, wantsName: true });
    }
    const again = visit.query?.get('again');
    const { site = account.title, theme } = await askers.behind({ returnTo, account: account.name });
    const page = explainPage({
      language: visit.language,
      site,
      theme,
      action: `${explainPath(account.name)}${again === undefined ? '' : `?again=${encodeURIComponent(again)}`}`,
      returnTo,
      // The redirects behind the form may lead on to any application, whose address the policy has to let through.
      toApplications: returnTo.startsWith('/login/request/'),
      authoriseOrigin: new URL(
        account.wechat.oauth.authoriseUrl({ redirectUri: config.publicUrl, scope: 'snsapi_base', state: '0' }),
      ).origin,
      otherLanguage: otherLanguage(visit),
    });
    return sendPage(reply, page);
  });

  /** A button of the page that explains: a visible act, whatever WeChat shows afterwards. */
  app.post<AccountRoute>('/login/:account/profile', async (request, reply) => {
    const visit = readVisit(request, jar);
    const form = readForm(typeof request.body === 'string' ? request.body : '');
    const account = accountOf(request.params.account);
    if (!fromOwnPage(request.headers, config.publicUrl))
      throw new LoginProblem('bad_request', { check: 'foreign_form', account: account.name });
    const returnTo = returnTargetOf(visit, form?.get('return_to'), account, form !== undefined);
    if (!offeredTo(request, account).includes('wechat')) return redirect(reply, explainPath(account.name, returnTo));
    const scope = form?.get('name') === 'no' ? 'snsapi_base' : 'snsapi_userinfo';
    return begin(reply, visit, account, scope, returnTo, clock.now());
  });

  /** WeChat's own page for websites, where somebody scans or is already signed in to WeChat on this computer. */
  app.get<AccountRoute>('/login/:account/website', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const account = accountOf(request.params.account);
    const returnTo = returnTargetOf(visit, visit.query?.get('return_to'), account);
    return begin(reply, visit, account, 'snsapi_login', returnTo);
  });

  function accountOf(name: string): Account {
    const account = accounts.byName(name);
    if (account === undefined) throw new LoginProblem('not_found', { check: 'account', next: '/' });
    return account;
  }

  function returnTargetOf(visit: Visit, text: string | undefined, { name }: Account, readable = true): string {
    const target =
      visit.query === undefined || !readable
        ? undefined
        : readReturnTarget(text ?? defaultTarget, config.returnTargets);
    if (target === undefined)
      throw new LoginProblem('bad_request', { check: 'return_target', account: name, next: signInPath(name) });
    return target;
  }

  /** What this account offers the visitor, here and now. */
  function offeredTo(request: FastifyRequest, account: Account): readonly Method[] {
    if (ways.possible(account).length === 0) {
      throw new LoginProblem('no_web_login', { check: 'method', account: account.name, next: '/me' });
    }
    return ways.offered(account, undefined, request.headers['user-agent'] ?? '');
  }

  /** In a browser that is not WeChat's. */
  async function signInElsewhere(
    reply: FastifyReply,
    request: FastifyRequest,
    visit: Visit,
    login: { account: Account; offered: readonly Method[]; returnTo: string; wantsName: boolean },
  ): Promise<FastifyReply> {
    const { account, offered, returnTo, wantsName } = login;
    // The request of an application begins where its client says which ways it has.
    if (returnTo.startsWith('/login/request/')) return redirect(reply, returnTo);
    if (offered.length > 0) {
      const userAgent = request.headers['user-agent'] ?? '';
      const side = { account, site: account.title, wantsName, methods: offered, userAgent, returnTo };
      const { location, cookies } = await ways.begin(side, visit);
      return redirect(reply.header('set-cookie', cookies), location);
    }
    if (visit.inWeChat)
      throw new LoginProblem('no_web_login', { check: 'browser', account: account.name, next: '/me' });
    // A page and no redirect: what WeChat shows outside WeChat leads nowhere.
    const path = (wantsName ? explainPath : signInPath)(account.name, returnTo);
    const page = problemPage({
      language: visit.language,
      code: 'not_in_wechat',
      site: account.title,
      copy: `${config.publicUrl}${path}`,
      otherLanguage: otherLanguage(visit),
    });
    return sendPage(reply, page, problemStatus.not_in_wechat);
  }

  async function begin(
    reply: FastifyReply,
    visit: Visit,
    account: Account,
    scope: LoginScope,
    returnTo: string,
    actedAt: number | null = null,
  ): Promise<FastifyReply> {
    if (!limit.allow(visit.address, clock.now())) {
      throw new LoginProblem('rate_limited', { check: 'starts', account: account.name, returnTo });
    }
    const restartOf = await restartedLogin(visit, account);
    const { location, cookies } = await start(
      {
        account,
        scope,
        returnTo,
        language: visit.language,
        actedAt,
        ...(restartOf === undefined ? {} : { restartOf }),
      },
      visit.cookies,
    );
    return redirect(reply.header('set-cookie', cookies), location);
  }

  /** The login that the visitor begins again after a page told them to; only a real one counts. */
  async function restartedLogin(visit: Visit, account: Account): Promise<string | undefined> {
    const again = visit.query?.get('again');
    if (again === undefined || !referenceShape.test(again)) return undefined;
    const former = await store.logins.find(again);
    return former?.account === account.name ? former.id : undefined;
  }
}
