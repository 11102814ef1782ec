/** The phone: opens the address of the code in WeChat, is asked who it is and which number the computer shows. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { equal, sha256 } from '../digest.ts';
import { newHandle } from '../ids.ts';
import { type Cookies, newCookieId } from '../login/cookies.ts';
import { explainPath, scanPath } from '../login/paths.ts';
import { LoginProblem } from '../login/problem.ts';
import { readForm } from '../login/query.ts';
import { currentSession } from '../login/sessions.ts';
import type { StartLogin } from '../login/start.ts';
import { fromOwnPage, otherLanguage, readVisit, type Visit } from '../login/visit.ts';
import { confirmPage, handedOverPage } from '../pages/confirm.ts';
import { redirect, sendNothing, sendPage } from '../pages/send.ts';
import { type ClientLooks, themeOf } from '../pages/theme.ts';
import type { Parts } from '../parts.ts';
import type { Handoff } from '../store/handoffs.ts';
import type { Session } from '../store/sign-in.ts';
import { choicesFor } from './choices.ts';
import { deviceText, networkText } from './device.ts';
import { behind, type Handoffs, stateOf } from './handoffs.ts';

type HandleRoute = { Params: { handle: string } };
const handleShape = /^[0-9a-f]{32}$/;

interface ScanParts {
  readonly handoffs: Handoffs;
  readonly start: StartLogin;
  readonly clients: ClientLooks;
  /** Ends what applications share of a computer that was let in. */
  readonly signOut: { since(personId: string, actedAt: number): Promise<void> };
}

export function scanRoutes(
  app: FastifyInstance,
  parts: Parts,
  jar: Cookies,
  { handoffs, start, clients, signOut }: ScanParts,
): void {
  const { accounts, clock, config, people, random, sealer, store } = parts;

  app.get<HandleRoute>('/login/scan/:handle', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (visit.idle) return sendNothing(reply);
    const found = await find(request);
    // A browser that is not WeChat's neither takes the code nor harms it.
    if (!visit.inWeChat) throw new LoginProblem('scan_in_wechat', { check: 'scan', ...behind(found) });
    if (jar.binding(visit.cookies, found.cookieId) !== undefined) throw gone('scan_same_browser', found);
    const { handoff, cookies } =
      found.status === 'new' ? await take(found) : { handoff: held(found, visit), cookies: [] };
    reply.header('set-cookie', cookies);
    const state = stateOf(handoff, clock.now());
    if (state === 'expired') throw gone('scan_expired', handoff);
    const here = scanPath(request.params.handle);
    const view = {
      language: visit.language,
      site: handoff.site,
      theme: await themeOf(handoff.clientId, clients),
      otherLanguage: otherLanguage(visit),
      action: here,
    };
    if (state === 'confirmed' || state === 'consumed' || state === 'wrong' || state === 'refused') {
      const ended = visit.query?.get('ended') === '1' ? 'refused' : 'confirmed';
      return sendPage(reply, handedOverPage({ ...view, state: state === 'consumed' ? ended : state }));
    }
    const asked = visit.query?.get('asked') === '1';
    const session = await sessionFor(handoff, visit);
    if (session === undefined) {
      const account = accounts.byName(handoff.account);
      if (account === undefined) throw gone('scan_account', handoff);
      const returnTo = asked ? `${here}?asked=1` : here;
      const started = await start({ account, scope: 'snsapi_base', returnTo }, visit.cookies);
      return redirect(reply.header('set-cookie', [...cookies, ...started.cookies]), started.location);
    }
    if (state === 'matched') {
      if (!asked && (await lacksName(handoff, session))) {
        return redirect(reply, explainPath(handoff.account, `${here}?asked=1`));
      }
      await handoffs.confirm(handoff, session);
      return redirect(reply, here);
    }
    return sendPage(
      reply,
      confirmPage({
        ...view,
        siteHost: handoff.siteHost ?? undefined,
        device: deviceText(handoff.browser, visit.language),
        network: networkText(handoff.network),
        askedAt: handoff.startedAt,
        choices: choicesFor(handoff, sealer),
      }),
    );
  });

  app.post<HandleRoute>('/login/scan/:handle', async (request, reply) => {
    const visit = readVisit(request, jar);
    if (!fromOwnPage(request.headers, config.publicUrl))
      throw new LoginProblem('bad_request', { check: 'foreign_form' });
    const handoff = held(await find(request), visit);
    const form = readForm(typeof request.body === 'string' ? request.body : '');
    const now = clock.now();
    const session = await sessionFor(handoff, visit);
    if (form?.get('end') === 'yes') {
      if (session !== undefined && session.personId === handoff.personId && handoff.sessionDigest !== null) {
        await signOut.since(session.personId, handoff.startedAt);
        await store.sessions.end(handoff.sessionDigest);
        return redirect(reply, `${scanPath(request.params.handle)}?ended=1`);
      }
      await store.handoffs.move(handoff.id, 'confirmed', 'refused', now);
    } else if (stateOf(handoff, now) === 'expired') {
      throw gone('scan_expired', handoff);
    } else if (form?.get('match') === undefined) {
      await handoffs.close(handoff, 'refused');
    } else if (session === undefined) {
      throw gone('scan_session', handoff);
    } else if (form.get('match') === String(handoff.matchNumber)) {
      await ((await lacksName(handoff, session)) ? handoffs.match(handoff) : handoffs.confirm(handoff, session));
    } else {
      await handoffs.close(handoff, 'wrong');
    }
    return redirect(reply, scanPath(request.params.handle));
  });

  async function find(request: FastifyRequest<HandleRoute>): Promise<Handoff> {
    const { handle } = request.params;
    const handoff = handleShape.test(handle) ? await handoffs.byHandle('link_qr', handle) : undefined;
    if (handoff === undefined) throw gone('scan_unknown');
    return handoff;
  }

  /** The first phone has it; no other gets any further. */
  async function take(handoff: Handoff): Promise<{ handoff: Handoff; cookies: string[] }> {
    const now = clock.now();
    const value = newHandle(random, 32);
    const phoneCookieId = newCookieId(now, random);
    const change = { phoneCookieId, phoneDigest: sha256(value) };
    const taken = await store.handoffs.move(handoff.id, 'new', 'scanned', now, change);
    if (taken === undefined) throw gone('scan_taken', handoff);
    return { handoff: taken, cookies: [jar.bind(phoneCookieId, value)] };
  }

  function held(handoff: Handoff, visit: Visit): Handoff {
    const value = handoff.phoneCookieId === null ? undefined : jar.binding(visit.cookies, handoff.phoneCookieId);
    if (value === undefined || handoff.phoneDigest === null || !equal(sha256(value), handoff.phoneDigest)) {
      throw gone('scan_other_phone', handoff);
    }
    return handoff;
  }

  /** Somebody who is signed in on this phone through the account that counts here. */
  async function sessionFor({ appId }: Handoff, visit: Visit): Promise<Session | undefined> {
    const session = await currentSession(visit.cookies, jar, store, clock.now());
    return session?.appId === appId ? session : undefined;
  }

  /** The number comes first: nobody is asked for a name for a computer that is not theirs. */
  async function lacksName({ wantsName }: Handoff, { personId }: Session): Promise<boolean> {
    return wantsName === 1 && (await people.view(personId))?.profile.nickname === undefined;
  }

  function gone(check: string, handoff?: Handoff): LoginProblem {
    return new LoginProblem('scan_expired', { check, ...(handoff && behind(handoff)) });
  }
}
