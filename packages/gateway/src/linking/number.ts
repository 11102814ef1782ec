/** The page with the number: shows it to the browser that authorised, and signs it in once the chat has sent it. */

import { isForeign } from '../accounts.ts';
import { checkBrowser } from '../login/callback/browser.ts';
import type { Cookies } from '../login/cookies.ts';
import { linkPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { linkDigits, sessionValue } from '../login/secrets.ts';
import { endFormerSession, openSession } from '../login/sessions.ts';
import type { LoginScope, Started } from '../login/start.ts';
import { writeTrace } from '../login/trace.ts';
import type { Visit } from '../login/visit.ts';
import { linkCodePage } from '../pages/link-code.ts';
import type { Page } from '../pages/page.ts';
import type { Parts } from '../parts.ts';
import type { LinkCode } from '../store/links.ts';
import type { Login } from '../store/sign-in.ts';

export type ShowNumber = (
  id: string,
  visit: Visit,
  otherLanguage: string,
) => Promise<{ page: Page } | { hop: Started }>;

export function createNumber(parts: Parts, jar: Cookies): ShowNumber {
  const { accounts, clock, people, sealer, store } = parts;

  return async (id, visit, otherLanguage) => {
    const login = await store.logins.find(id);
    const code = await store.linkCodes.find(id);
    if (login === undefined || code === undefined)
      throw new LoginProblem('link_invalid', { check: 'number', next: '/me' });
    const binding = checkBrowser(login, visit, jar);
    const gone = (problem: 'link_refused' | 'link_invalid') =>
      new LoginProblem(problem, { check: 'number', reference: login.id, account: login.account, next: '/me' });
    if (login.outcome === 'link_refused') throw gone('link_refused');
    if (code.status === 'confirmed' && login.personId !== null) {
      return { hop: await signIn(login, code, login.personId, binding, visit) };
    }
    if (code.status !== 'open' || code.expiresAt <= clock.now()) throw gone('link_invalid');
    return { page: await numberPage(login, code, binding, visit, otherLanguage) };
  };

  async function numberPage(
    login: Login,
    code: LinkCode,
    binding: string,
    visit: Visit,
    otherLanguage: string,
  ): Promise<Page> {
    const chat = accounts.byName(code.account);
    const target = accounts.byName(code.targetAccount);
    if (chat === undefined || target === undefined)
      throw new LoginProblem('link_invalid', { check: 'number', next: '/me' });
    const [mine, theirs] = await Promise.all([
      people.nickname(code.appId, code.openid),
      people.nickname(code.targetAppId, code.targetOpenid),
    ]);
    return linkCodePage({
      language: visit.language,
      chat: { account: chat.title, openid: code.openid, nickname: mine },
      web: { account: target.title, openid: code.targetOpenid, nickname: theirs },
      foreign: isForeign(chat, target),
      code: linkDigits(sealer, login.id, binding),
      waiting: visit.query?.has('sent') ?? false,
      continueAt: linkPath(login.id),
      otherLanguage,
    });
  }

  async function signIn(
    login: Login,
    code: LinkCode,
    personId: string,
    binding: string,
    visit: Visit,
  ): Promise<Started> {
    const value = sessionValue(sealer, login.id, binding);
    const returnedAt = login.finishedAt ?? login.startedAt;
    const trace = writeTrace({
      scope: login.scope as LoginScope,
      wechatAt: parts.wechatClock.now(),
      startedAt: login.startedAt,
      returnedAt,
      exchangedAt: returnedAt,
    });
    const { account, appId } = login;
    await store.transaction(async (inside) => {
      // Signed in once: whoever signs out and comes back to this page stays signed out.
      if ((await inside.logins.find(login.id))?.nextHop !== linkPath(login.id)) return;
      await inside.logins.move(login.id, ['finished'], 'finished', { nextHop: login.returnTo });
      const session = { personId, account, appId, openid: code.targetOpenid, trace, actedAt: code.settledAt };
      await openSession(value, session, inside, clock.now());
      await endFormerSession(visit.cookies, value, jar, inside);
    });
    return { location: login.returnTo, cookies: [jar.signIn(value)] };
  }
}
