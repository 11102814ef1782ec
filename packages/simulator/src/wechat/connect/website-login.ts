/**
 * Login on a website (网站应用): a browser shows a QR code, a person scans and confirms it, and the browser goes on with a
 * code. The pages are in qrconnect.ts; the phone opens what the QR code says like any link.
 */
import { valueAt } from '@mingpian/facts/fact';
import { linkUnavailable, notInWeChat, websiteRedirectRefused, websiteScopeRefused } from '@mingpian/facts/pages';
import { rules } from '@mingpian/facts/rules';
import { scopeFact } from '@mingpian/facts/scopes';
import type { AuthoriseRequest, Sheet, WebsiteLogin } from '../../world/authorisations.ts';
import { mintCode } from '../../world/grants.ts';
import { hexText } from '../../world/identifiers.ts';
import type { World } from '../../world/world.ts';
import { callbackAddress } from './callback-address.ts';
import { callbackHostProblem } from './oauth2/checks/callback-host.ts';
import { reportEncoding } from './oauth2/checks/link-form.ts';
import { stateForm } from './oauth2/checks/state.ts';
import { codedPage, codelessPage } from './oauth2/page-error.ts';
import type { AuthoriseOutcome, PageError, Visit } from './visit.ts';

export const confirmPath = '/connect/confirm';

/** How long a code may be scanned; the true time is unpublished. */
const lifetimeMs = 5 * 60_000;

/** Opens a qrconnect page: a login that waits to be scanned, or the page that refuses the link. */
export function startLogin(world: World, url: URL): { login: WebsiteLogin } | { error: PageError } {
  const query = url.searchParams;
  const error = refusalOf(world, url);
  if (error !== undefined) return { error };
  const account = world.accountOfAppId(query.get('appid') ?? '');
  const login: WebsiteLogin = {
    id: hexText(world.draw('website login', 16)),
    account: account?.name ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    scope: query.get('scope') ?? '',
    state: query.get('state') ?? '',
    status: 'waiting',
    location: null,
    expiresAt: world.now() + lifetimeMs,
  };
  world.state.websiteLogins[login.id] = login;
  world.state.qrcodes[login.id] = {
    ticket: login.id,
    account: login.account,
    url: `https://open.weixin.qq.com${confirmPath}?uuid=${login.id}`,
    kind: 'qrconnect',
    sceneId: 0,
    sceneStr: '',
    createdAt: world.now(),
    expiresAt: login.expiresAt,
  };
  world.emit({ type: 'state', what: 'qrcodes' });
  return { login };
}

/** The login of a QR code while it can still be answered. */
export function openLogin(world: World, id: string): WebsiteLogin | undefined {
  const login = world.state.websiteLogins[id];
  if (login === undefined || world.now() >= login.expiresAt) return undefined;
  return login.status === 'waiting' || login.status === 'scanned' ? login : undefined;
}

/** A person has scanned the code. */
export function confirmVisit(world: World, visit: Visit): AuthoriseOutcome {
  if (visit.client === 'browser') return { kind: 'error', error: codelessPage(notInWeChat, 'A-01') };
  const login = openLogin(world, visit.url.searchParams.get('uuid') ?? '');
  if (login === undefined) {
    const error = codelessPage(linkUnavailable, 'C-11', 'the QR code has expired or was answered already');
    return { kind: 'error', error };
  }
  login.status = 'scanned';
  const { account, redirectUri, scope, state } = login;
  const { person, from, client } = visit;
  const request: AuthoriseRequest = { account, person: person.name, scope, redirectUri, state, from, client };
  if (person.consent === 'allow' || person.consent === 'refuse') {
    return answerLogin(world, login.id, request, person.consent);
  }
  const id = hexText(world.draw('sheet', 12));
  const sheet: Sheet = { id, openedAt: world.now(), websiteLogin: login.id, ...request };
  world.state.sheets[id] = sheet;
  return { kind: 'sheet', sheet: id, account, scope, rule: 'L-02' };
}

/** The person allows or refuses; the browser learns of it when it asks next. */
export function answerLogin(
  world: World,
  id: string,
  request: AuthoriseRequest,
  answer: 'allow' | 'refuse',
): AuthoriseOutcome {
  const login = openLogin(world, id);
  if (login === undefined) return { kind: 'refused', location: null, rule: 'C-11' };
  // Answered codes cannot be scanned again.
  delete world.state.qrcodes[id];
  if (answer === 'allow') {
    const code = mintCode(world, request, null).value;
    login.status = 'confirmed';
    login.location = callbackAddress(login.redirectUri, { code, state: login.state });
    return { kind: 'confirmed', rule: 'L-02' };
  }
  login.status = 'refused';
  const account = world.accountNamed(login.account);
  if (valueAt(rules.refusalRedirects, world.now()) || world.hasQuirk(account, 'refuseRedirects')) {
    login.location = callbackAddress(login.redirectUri, { state: login.state });
  }
  return { kind: 'refused', location: null, rule: 'L-03' };
}

function refusalOf(world: World, url: URL): PageError | undefined {
  const query = url.searchParams;
  if (!query.get('appid')) return codedPage(10012, 'A-02');
  if (!query.get('redirect_uri')) return codedPage(10011, 'A-02');
  if (!query.get('scope')) return codedPage(10010, 'A-02');
  const account = world.accountOfAppId(query.get('appid') ?? '');
  if (account === undefined) return codelessPage(linkUnavailable, 'A-38', 'no account of this world has the AppID');
  const right = world.permits('websiteLogin', account) && scopeFact(query.get('scope') ?? '')?.page === 'websiteLogin';
  if (!right) return codelessPage(websiteScopeRefused, 'L-05');
  const problem = callbackHostProblem(world, account, query.get('redirect_uri') ?? '');
  if (problem !== undefined) return codelessPage(websiteRedirectRefused, 'L-06', problem.why);
  reportEncoding({ world, url });
  if (query.get('response_type') !== 'code') world.finding('would-fail', 'L-01', 'response_type is not code');
  return stateForm({ world, url, query, account, client: 'browser', person: undefined });
}
