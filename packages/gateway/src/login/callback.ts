/**
 * The one OAuth callback: `/wechat/callback`. The checks stand here in their order, each in a file of its own under
 * `callback/`; nothing is sent to WeChat before the first six have passed. Every sign-in ends in a redirect to a clean
 * address, and a callback that is loaded twice, or again by the back button, leads to the same place as before.
 *
 * Beside it: `start.ts` begins a login, `me.ts` shows its result, `../linking/` joins two identities.
 */
import type { PersonGrant } from '@mingpian/wechat/oauth';
import { type Account, isForeign } from '../accounts.ts';
import type { Parts } from '../parts.ts';
import type { Login } from '../store/sign-in.ts';
import { checkAge } from './callback/age.ts';
import { checkBrowser } from './callback/browser.ts';
import { checkCodeOrigin, codeDigest } from './callback/code-origin.ts';
import { exchangeCode, SpentCode } from './callback/exchange.ts';
import { readCallback } from './callback/grammar.ts';
import { type Knowledge, learnFromWeChat } from './callback/knowledge.ts';
import { recognise, remember } from './callback/person.ts';
import { settled } from './callback/settled.ts';
import { findLogin } from './callback/transaction.ts';
import type { Cookies } from './cookies.ts';
import { outcomePath } from './paths.ts';
import { LoginProblem } from './problem.ts';
import { sessionValue } from './secrets.ts';
import { endFormerSession, openSession } from './sessions.ts';
import { callbackAddress, type LoginScope, type Started, type StartLogin } from './start.ts';
import { type LoginTrace, writeTrace } from './trace.ts';
import type { Visit } from './visit.ts';

/** Somebody who opened a link ticket has authorised. */
export interface Arrival {
  readonly login: Login;
  readonly authoriser: Account;
  readonly grant: PersonGrant;
  readonly known: Knowledge;
  /** Value of the cookie that binds the login to its browser. */
  readonly binding: string;
}

/** Answers the page on which a link is proven; undefined where nothing is left to prove and the sign-in goes on as any other. */
export type Arrived = (arrival: Arrival) => Promise<string | undefined>;

export type FinishLogin = (visit: Visit) => Promise<Started>;

export function createCallback(parts: Parts, jar: Cookies, start: StartLogin, arrived: Arrived): FinishLogin {
  const { accounts, clock, config, log, sealer, store, timer } = parts;

  return async (visit) => {
    const now = clock.now();
    const query = readCallback(visit);
    const login = await findLogin(query, store);
    if (query.appended > 0)
      log.info({ login: login.id, characters: query.appended }, 'something was appended to the state');
    const origin = query.code && (await checkCodeOrigin(login, query.code, visit, jar, store, now));
    const binding = checkBrowser(login, visit, jar);
    checkAge(login, now);
    if (login.status !== 'started') return again(login, binding, visit);
    if (query.code === undefined) return close(login, 'access_denied', 'started');
    if (origin === 'repeated') return spent(login, 'started', visit);
    // 6. One load goes on; the others wait for what comes of it.
    const claimed = await store.logins.move(login.id, ['started'], 'returned');
    if (claimed === undefined) return again(login, binding, visit);
    await store.codes.claim(codeDigest(login.appId, query.code), login.stateDigest, login.id);
    return complete(claimed, { state: query.state, code: query.code }, binding, visit, now);
  };

  async function complete(
    login: Login,
    query: { state: string; code: string },
    binding: string,
    visit: Visit,
    returnedAt: number,
  ): Promise<Started> {
    const digest = codeDigest(login.appId, query.code);
    try {
      const account = accounts.byName(login.account);
      const authoriser = accounts.byAppId(login.appId);
      if (account === undefined || authoriser === undefined) {
        throw new LoginProblem('no_web_login', { check: 'account', reference: login.id });
      }
      const grant = await exchangeCode(authoriser, login, { ...query, redirectUri: callbackAddress(config.publicUrl) });
      await store.codes.finish(digest, 'done', null);
      // 8. A snapshot page runs for a virtual user, whom nobody may know.
      if (grant.kind === 'snapshot') return await close(login, 'snapshot_user', 'returned');
      const exchangedAt = clock.now();
      const known = await learnFromWeChat(authoriser, grant, login, parts);
      const trace: LoginTrace = {
        scope: grant.scopes.includes(login.scope) ? (login.scope as LoginScope) : 'snsapi_base',
        wechatAt: parts.wechatClock.now(),
        startedAt: login.startedAt,
        returnedAt,
        exchangedAt,
        ...(known.profileAt === undefined ? {} : { profileAt: known.profileAt }),
        ...(known.followerAt === undefined ? {} : { followerAt: known.followerAt }),
      };
      if (login.purpose === 'link') {
        const next = await arrived({ login, authoriser, grant, known, binding });
        if (next !== undefined) return await settle(login, { nextHop: next, openid: grant.openid });
      }
      const person = await recognise(authoriser, grant, known, isForeign(account, authoriser), parts);
      await remember(grant, known, parts);
      return await signIn(login, grant, person.id, binding, visit, trace);
    } catch (error) {
      await store.codes.finish(digest, 'failed', null);
      if (error instanceof SpentCode) return spent(login, 'returned', visit, error.errcode);
      if (error instanceof LoginProblem) {
        log.warn(
          {
            login: login.id,
            account: login.account,
            check: error.detail.check,
            problem: error.code,
            error: error.cause,
          },
          'a sign-in failed',
        );
        return close(login, error.code, 'returned', error.detail.errcode);
      }
      throw error;
    }
  }

  /** 11. The session, and the way to where the visitor wanted to go. */
  async function signIn(
    login: Login,
    grant: PersonGrant,
    personId: string,
    binding: string,
    visit: Visit,
    trace: LoginTrace,
  ): Promise<Started> {
    const now = clock.now();
    const value = sessionValue(sealer, login.id, binding);
    const moved = await store.transaction(async (inside) => {
      const change = { personId, openid: grant.openid, nextHop: login.returnTo, finishedAt: now };
      const done = await inside.logins.move(login.id, ['returned'], 'finished', change);
      if (done === undefined) return undefined;
      const { account, appId } = login;
      // WeChat's page for websites lets nobody through without a press or a scan.
      const actedAt = login.scope === 'snsapi_login' ? now : login.actedAt;
      const session = { personId, account, appId, openid: grant.openid, trace: writeTrace(trace), actedAt };
      await openSession(value, session, inside, now);
      await endFormerSession(visit.cookies, value, jar, inside);
      return done;
    });
    // A load that waited too long for this one has given it up in the meantime.
    if (moved === undefined) return again(login, binding, visit);
    log.info({ login: login.id, account: login.account, scope: login.scope }, 'signed in');
    return { location: login.returnTo, cookies: [jar.signIn(value)] };
  }

  /** What came of this login before, for the browser it is bound to. */
  async function again(login: Login, binding: string, visit: Visit): Promise<Started> {
    const result = await settled(login, store, timer, clock);
    if (result.outcome === 'restarted') return restart(result, visit);
    const cookies = result.personId === null ? [] : [jar.signIn(sessionValue(sealer, login.id, binding))];
    return { location: result.nextHop ?? outcomePath(login.id), cookies };
  }

  async function settle(login: Login, change: { nextHop: string; openid: string }): Promise<Started> {
    await store.logins.move(login.id, ['returned'], 'finished', { ...change, finishedAt: clock.now() });
    return { location: change.nextHop, cookies: [] };
  }

  async function close(
    login: Login,
    outcome: string,
    from: 'started' | 'returned',
    errcode?: number,
  ): Promise<Started> {
    const nextHop = outcomePath(login.id);
    const named = errcode === undefined ? outcome : `${outcome}:${errcode}`;
    const status = outcome === 'access_denied' || outcome === 'snapshot_user' ? 'refused' : 'failed';
    await store.logins.move(login.id, [from], status, { outcome: named, nextHop, finishedAt: clock.now() });
    log.info({ login: login.id, account: login.account, outcome: named }, 'nobody was signed in');
    return { location: nextHop, cookies: [] };
  }

  /** The code is spent: once, the browser is sent through WeChat again by itself. */
  async function spent(login: Login, from: 'started' | 'returned', visit: Visit, errcode?: number): Promise<Started> {
    if (login.restartOf !== null || login.purpose === 'link') return close(login, 'code_used', from, errcode);
    const change = { outcome: 'restarted', finishedAt: clock.now() };
    const moved = await store.logins.move(login.id, [from], 'failed', change);
    log.info({ login: login.id, account: login.account, errcode }, 'the code was spent; authorising once more');
    return restart(moved ?? login, visit);
  }

  function restart(login: Login, visit: Visit): Promise<Started> {
    const account = accounts.byName(login.account);
    if (account === undefined) throw new LoginProblem('no_web_login', { check: 'account', reference: login.id });
    const { scope, returnTo, id, actedAt } = login;
    return start({ account, scope: scope as LoginScope, returnTo, restartOf: id, actedAt }, visit.cookies);
  }
}
