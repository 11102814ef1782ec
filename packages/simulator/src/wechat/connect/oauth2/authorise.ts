/**
 * Web authorisation: what becomes of a link that somebody opens inside WeChat. The pages are in authorize.ts and
 * authorize_reply.ts; the phone calls these functions itself and draws its own sheet.
 */

import { valueAt } from '@mingpian/facts/fact';
import { rules } from '@mingpian/facts/rules';
import { scopeFact } from '@mingpian/facts/scopes';
import type { AuthoriseRequest, Code, Sheet } from '../../../world/authorisations.ts';
import { takeFault } from '../../../world/faults.ts';
import { mintCode } from '../../../world/grants.ts';
import type { Account, Person } from '../../../world/state.ts';
import type { World } from '../../../world/world.ts';
import { maskedLocation, maskedQuery } from '../../masking.ts';
import { callbackAddress } from '../callback-address.ts';
import type { AuthoriseOutcome, PageError, Visit } from '../visit.ts';
import { answerLogin, confirmPath, confirmVisit } from '../website-login.ts';
import { firstRefusal } from './checks.ts';
import type { Link } from './link.ts';
import { createVirtualUser } from './virtual-user.ts';
import { checkWholeLink } from './whole-link.ts';

/** Somebody opens an authorise link. Writes the ledger; visits nothing. */
export function authorise(world: World, visit: Visit): AuthoriseOutcome {
  const login = visit.url.pathname === confirmPath;
  const outcome = login ? confirmVisit(world, visit) : outcomeOf(world, visit);
  record(world, visit.person.name, outcome, maskedQuery(visit.url.searchParams));
  return outcome;
}

/** The page that refuses the link whoever opens it, if one does: for visits of which nobody knows yet whose they are. */
export function refusalForAnybody(world: World, url: URL, client: Visit['client']): PageError | undefined {
  return firstRefusal(linkOf(world, url, client, undefined));
}

/** The person answers the sheet. Undefined when there is no such sheet (any more). */
export function answerSheet(world: World, id: string, answer: 'allow' | 'refuse'): AuthoriseOutcome | undefined {
  const sheet = world.state.sheets[id];
  if (sheet === undefined) return undefined;
  delete world.state.sheets[id];
  const outcome =
    sheet.websiteLogin !== null
      ? answerLogin(world, sheet.websiteLogin, sheet, answer)
      : answer === 'allow'
        ? allowed(world, sheet, 'A-15')
        : refused(world, sheet);
  record(world, sheet.person, outcome, `sheet=${answer}`);
  return outcome;
}

function outcomeOf(world: World, visit: Visit): AuthoriseOutcome {
  const { url, person } = visit;
  const link = linkOf(world, url, visit.client, person);
  const error = firstRefusal(link);
  if (error !== undefined) return { kind: 'error', error };
  if (visit.fragmentKnown) checkWholeLink(world, url);
  const account = link.account as Account;
  const request: AuthoriseRequest = {
    account: account.name,
    person: person.name,
    scope: url.searchParams.get('scope') ?? '',
    redirectUri: url.searchParams.get('redirect_uri') ?? '',
    state: url.searchParams.get('state') ?? '',
    from: visit.from,
    client: visit.client,
  };
  return decide(world, account, person, request, {
    fullService: visit.fullService ?? false,
    forcePopup: isForced(world, url, 'forcePopup'),
    forceSnapShot: isForced(world, url, 'forceSnapShot'),
  });
}

interface Wishes {
  fullService: boolean;
  forcePopup: boolean;
  forceSnapShot: boolean;
}

/** Silent, snapshot page or consent sheet, in the order in which one rule gives way to the next. */
function decide(
  world: World,
  account: Account,
  person: Person,
  request: AuthoriseRequest,
  wishes: Wishes,
): AuthoriseOutcome {
  if (scopeFact(request.scope)?.silent) return redirect(world, request, null, 'A-14');
  const snapshots = valueAt(rules.snapshotPages, world.now()) === true && !wishes.fullService;
  if (person.visitor && snapshots) return snapshot(world, account, request, 'A-29');
  if (isFollowerFromAccount(world, account, person, request)) return allowed(world, request, 'A-17');
  if (!wishes.forcePopup && recentlyAllowed(world, account, person)) return redirect(world, request, null, 'A-39');
  if (wishes.forceSnapShot && snapshots) return snapshot(world, account, request, 'A-36');
  if (person.consent === 'allow') return allowed(world, request, 'A-15');
  if (person.consent === 'refuse') return refused(world, request);
  return askBySheet(world, request);
}

function isFollowerFromAccount(world: World, account: Account, person: Person, request: AuthoriseRequest): boolean {
  if (request.from !== 'chat' && request.from !== 'menu') return false;
  return world.isFollower(person.name, account.name) && !world.hasQuirk(account, 'followerSheet');
}

function recentlyAllowed(world: World, account: Account, person: Person): boolean {
  const consent = world.state.consents[account.name]?.[person.name];
  if (consent === undefined || consent.withdrawnAt !== null) return false;
  const age = world.now() - consent.grantedAt;
  return age >= 0 && age < world.state.consentMemory;
}

function isForced(world: World, url: URL, name: 'forcePopup' | 'forceSnapShot'): boolean {
  return valueAt(rules.forcedPages, world.now()) === true && url.searchParams.get(name) === 'true';
}

function askBySheet(world: World, request: AuthoriseRequest): AuthoriseOutcome {
  const id = world.draw('sheet', 12).toString('hex');
  const sheet: Sheet = { id, openedAt: world.now(), websiteLogin: null, ...request };
  world.state.sheets[id] = sheet;
  return { kind: 'sheet', sheet: id, account: request.account, scope: request.scope, rule: 'A-15' };
}

function allowed(world: World, request: AuthoriseRequest, rule: string): AuthoriseOutcome {
  const consents = world.state.consents[request.account] ?? {};
  world.state.consents[request.account] = consents;
  consents[request.person] = { grantedAt: world.now(), withdrawnAt: null };
  return redirect(world, request, null, rule);
}

function refused(world: World, request: AuthoriseRequest): AuthoriseOutcome {
  const account = world.accountNamed(request.account);
  const leadsBack = valueAt(rules.refusalRedirects, world.now()) || world.hasQuirk(account, 'refuseRedirects');
  if (!leadsBack) return { kind: 'refused', location: null, rule: 'A-16' };
  return { kind: 'refused', location: callbackAddress(request.redirectUri, { state: request.state }), rule: 'H-17' };
}

function snapshot(world: World, account: Account, request: AuthoriseRequest, rule: string): AuthoriseOutcome {
  return redirect(world, request, createVirtualUser(world, account, request.person).openid, rule);
}

function redirect(world: World, request: AuthoriseRequest, virtual: string | null, rule: string): AuthoriseOutcome {
  const code = codeFor(world, request, virtual).value;
  const state = stateFor(world, request);
  return {
    kind: 'redirect',
    location: callbackAddress(request.redirectUri, state === null ? { code } : { code, state }),
    code,
    state: state ?? '',
    snapshot: virtual !== null,
    rule,
  };
}

/** A fresh code; under the fault `reuseCode` the last one of this person, as desktop clients have handed out. */
function codeFor(world: World, request: AuthoriseRequest, virtual: string | null): Code {
  if (takeFault(world, 'authorize', (fault) => fault === 'reuseCode') !== undefined) {
    const earlier = Object.values(world.state.codes)
      .filter((code) => code.account === request.account && code.person === request.person)
      .at(-1);
    if (earlier !== undefined) return earlier;
  }
  return mintCode(world, request, virtual);
}

/** The state as it came; the faults `lostState` and `changedState` take it away or spoil it. */
function stateFor(world: World, request: AuthoriseRequest): string | null {
  const fault = takeFault(world, 'authorize', (name) => name === 'lostState' || name === 'changedState');
  if (fault === 'lostState') return null;
  return fault === 'changedState' ? `${request.state}x` : request.state;
}

function linkOf(world: World, url: URL, client: Visit['client'], person: Person | undefined): Link {
  const query = url.searchParams;
  return { world, url, query, client, person, account: world.accountOfAppId(query.get('appid') ?? '') };
}

function record(world: World, person: string, outcome: AuthoriseOutcome, query: string): void {
  const location = outcome.kind === 'redirect' || outcome.kind === 'refused' ? outcome.location : null;
  world.record({
    kind: 'page',
    operation: 'authorize',
    method: 'GET',
    person,
    status: location === null ? 200 : 302,
    rule: outcome.kind === 'error' ? outcome.error.rule : outcome.rule,
    ms: 0,
    query,
    outcome: outcome.kind === 'redirect' && outcome.snapshot ? 'snapshot' : outcome.kind,
    ...(location === null ? {} : { location: maskedLocation(location) }),
    ...(outcome.kind === 'error' ? { page: outcome.error.code, why: outcome.error.why } : {}),
  });
}
