/** Who you are: the result of a sign-in, and the way out of it. */
import { accountFact } from '@mingpian/facts/accounts';
import type { FastifyInstance } from 'fastify';
import type { Ways } from '../methods/ways.ts';
import { pictureOrigins } from '../pages/avatar-address.ts';
import { type MeView, mePage, nobodyPage } from '../pages/me.ts';
import { redirect, sendPage } from '../pages/send.ts';
import { signOutEverywherePage } from '../pages/sign-out.ts';
import type { Told, ToldField } from '../pages/told.ts';
import type { Parts } from '../parts.ts';
import type { PersonView } from '../people/people.ts';
import type { Session } from '../store/sign-in.ts';
import type { Cookies } from './cookies.ts';
import { explainPath, signInPath } from './paths.ts';
import { LoginProblem } from './problem.ts';
import { currentSession } from './sessions.ts';
import { readTrace } from './trace.ts';
import { fromOwnPage, otherLanguage, readVisit, type Visit } from './visit.ts';

/** Ends the sessions that applications share, and tells them. */
export interface EndSession {
  browser(cookieHeader: string | undefined): Promise<void>;
  /** Ends every session of the person, in every browser, with everything that came of it. */
  everywhere(personId: string): Promise<void>;
}

export function meRoutes(
  app: FastifyInstance,
  parts: Parts,
  jar: Cookies,
  { signOut, ways }: { signOut: EndSession; ways: Pick<Ways, 'possible'> },
): void {
  const { accounts, avatars, clock, config, people, store } = parts;

  app.get('/me', async (request, reply) => {
    const visit = readVisit(request, jar);
    const session = await currentSession(visit.cookies, jar, store, clock.now());
    const person = session === undefined ? undefined : await people.view(session.personId);
    const view = session === undefined || person === undefined ? undefined : await viewOf(session, person, visit);
    if (view !== undefined) return sendPage(reply, mePage(view));
    const first =
      accounts.all.find((account) => account.may('webAuthorisation')) ??
      accounts.all.find((account) => ways.possible(account).length > 0);
    return sendPage(
      reply,
      nobodyPage({
        language: visit.language,
        otherLanguage: otherLanguage(visit),
        ...(first === undefined ? {} : { signIn: signInPath(first.name) }),
      }),
    );
  });

  app.post('/me/sign-out', async (request, reply) => {
    if (!fromOwnPage(request.headers, config.publicUrl))
      throw new LoginProblem('bad_request', { check: 'foreign_form', next: '/me' });
    await signOut.browser(request.headers.cookie);
    await jar.endSession(request.headers.cookie, store);
    return redirect(reply.header('set-cookie', jar.signOut()), '/me');
  });

  app.get('/me/sign-out-everywhere', async (request, reply) => {
    const visit = readVisit(request, jar);
    const session = await currentSession(visit.cookies, jar, store, clock.now());
    if (session === undefined) return redirect(reply, '/me');
    const { language } = visit;
    return sendPage(
      reply,
      signOutEverywherePage({ language, action: visit.path, otherLanguage: otherLanguage(visit) }),
    );
  });

  app.post('/me/sign-out-everywhere', async (request, reply) => {
    if (!fromOwnPage(request.headers, config.publicUrl))
      throw new LoginProblem('bad_request', { check: 'foreign_form', next: '/me' });
    const session = await currentSession(readVisit(request, jar).cookies, jar, store, clock.now());
    if (session !== undefined) await signOut.everywhere(session.personId);
    return redirect(reply.header('set-cookie', jar.signOut()), '/me');
  });

  async function viewOf(session: Session, person: PersonView, visit: Visit): Promise<MeView | undefined> {
    const account = accounts.byName(session.account);
    const authoriser = accounts.byAppId(session.appId);
    if (account === undefined || authoriser === undefined) return undefined;
    const trace = readTrace(session.trace);
    const follower = await store.followers.find(session.appId, session.openid);
    const identity = person.identities.find(
      ({ appId, openid }) => appId === session.appId && openid === session.openid,
    );
    const told: Told = {
      openid: session.openid,
      unionid: identity?.unionid ?? undefined,
      bound: authoriser.openPlatform !== undefined,
      scope: trace?.scope ?? 'snsapi_base',
      at: trace?.wechatAt ?? session.createdAt,
      fields: fieldsOf(person.profile),
      ...(follower === undefined
        ? {}
        : { follower: { subscribed: follower.subscribed === 1, since: follower.subscribedAt ?? undefined } }),
    };
    return {
      language: visit.language,
      personId: person.person.id,
      site: account.title,
      kind: accountFact(account.kind)[visit.language],
      ...(authoriser.name === account.name
        ? {}
        : { [authoriser.kind === 'website' ? 'website' : 'borrowed']: authoriser.title }),
      told,
      picture: await avatars.shown(person.profile.avatar),
      pictures: config.avatars === 'copy' ? [] : pictureOrigins(config.simulator),
      signedInAt: session.createdAt,
      trace,
      tellName:
        told.fields.nickname === undefined && told.scope === 'snsapi_base'
          ? explainPath(account.name, '/me')
          : undefined,
      otherLanguage: otherLanguage(visit),
    };
  }
}

/** The newest values; a region is one text. */
function fieldsOf(profile: PersonView['profile']): Told['fields'] {
  const { nickname, avatar, sex, language, country, province, city } = profile;
  const region = [country, province, city].flatMap((part) => (part === undefined ? [] : [part.value])).join(' ');
  const fields: Partial<Record<ToldField, { value: string; source: 'consent' | 'follower' }>> = {};
  for (const [field, known] of Object.entries({ nickname, avatar, sex, language }) as [ToldField, typeof nickname][]) {
    if (known !== undefined) fields[field] = { value: known.value, source: known.source };
  }
  if (country !== undefined) fields.region = { value: region, source: country.source };
  return fields;
}
