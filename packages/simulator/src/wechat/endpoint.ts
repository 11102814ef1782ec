/** What all API endpoints have in common: the checks before their own, in the order in which WeChat makes them. */
import { type EndpointFact, type EndpointName, endpoints } from '@mingpian/facts/endpoints';
import { inForce } from '@mingpian/facts/fact';
import type { Capability } from '@mingpian/facts/permissions';
import { standingOfAppToken } from '../world/app-tokens.ts';
import type { Account } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { type Answer, type AppCall, type Call, parameter, Refusal } from './call.ts';
import { countCall } from './quota.ts';
import { stableTokenAdvice } from './reply.ts';

export interface Endpoint {
  readonly name: EndpointName;
  answer(call: Call): Answer;
}

/** A path that authenticates by itself: with AppID and secret, or with a user token. */
export function endpoint(name: EndpointName, answer: (call: Call) => Answer): Endpoint {
  return { name, answer };
}

/** A path of /cgi-bin/ that takes an app token. */
export function appEndpoint(name: EndpointName, answer: (call: AppCall) => Answer): Endpoint {
  return {
    name,
    answer: (call) => {
      const account = accountOfAppToken(call);
      const capability = factOf(name).capability;
      if (capability !== undefined && !mayUse(call.world, account, capability)) throw new Refusal(48001, 'K-05');
      countCall(call, account);
      return answer(call as AppCall);
    },
  };
}

/** Runs an endpoint. A refusal is an answer like any other. */
export function answerCall(target: Endpoint, call: Call): Answer {
  try {
    const fact = factOf(target.name);
    // Before its day a path was as unknown as any other (H-18).
    if (!inForce(fact, call.world.now())) throw new Refusal(40066, 'H-18');
    if (call.overHttp) throw new Refusal(43003, 'B-10');
    checkMethod(fact, call);
    return target.answer(call);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { errcode, errmsg, rule } = error;
    return errmsg === undefined ? { kind: 'refusal', errcode, rule } : { kind: 'refusal', errcode, errmsg, rule };
  }
}

export function factOf(name: EndpointName): EndpointFact {
  return endpoints[name];
}

function checkMethod(fact: EndpointFact, call: Call): void {
  // OAuth libraries post what is a GET in WeChat's papers, and are served.
  if (fact.path.startsWith('/sns/') && (call.method === 'GET' || call.method === 'POST')) return;
  if (call.method === fact.method) return;
  throw new Refusal(fact.method === 'GET' ? 43001 : 43002, 'B-10');
}

function accountOfAppToken(call: Call): Account {
  const value = parameter(call, 'access_token');
  if (value === undefined) throw new Refusal(41001, 'T-19');
  const found = standingOfAppToken(call.world, value);
  call.account = found.account;
  if (found.standing === 'live') return found.account;
  if (found.standing === 'expired') throw new Refusal(42001, 'T-18');
  throw new Refusal(40001, found.standing === 'superseded' ? 'T-18' : 'T-17', staleTokenText(call.world));
}

function staleTokenText(world: World): string {
  return `invalid credential, access_token is invalid or not latest${stableTokenAdvice(world)}`;
}

function mayUse(world: World, account: Account, capability: Capability): boolean {
  if (capability === 'menu' && account.kind === 'service' && world.hasQuirk(account, 'menuForUnverifiedService'))
    return true;
  if (capability === 'remark' && account.kind === 'subscription' && world.hasQuirk(account, 'remarkServiceOnly'))
    return false;
  return world.permits(capability, account);
}
