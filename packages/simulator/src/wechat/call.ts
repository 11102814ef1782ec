import type { EndpointName } from '@mingpian/facts/endpoints';
import type { ErrorCode } from '@mingpian/facts/errors';
import type { Account } from '../world/state.ts';
import type { World } from '../world/world.ts';

/** One request to an API path, as its endpoint sees it. */
export interface Call {
  readonly world: World;
  readonly endpoint: EndpointName;
  readonly method: string;
  readonly path: string;
  /** The query; under /sns/ the fields of a posted form too. */
  readonly parameters: URLSearchParams;
  /** The raw body, decoded as UTF-8; a byte order mark stays. */
  readonly body: string;
  /** False when the body is not UTF-8. */
  readonly utf8: boolean;
  /** The client spoke http to a real host name. */
  readonly overHttp: boolean;
  readonly callerIp: string;
  /** Whose credentials the call carries, once that is known: for quotas, quirks of the reply and the ledger. */
  account: Account | undefined;
}

/** A call whose app token is good. */
export type AppCall = Call & { account: Account };

/** What an endpoint says. Its form on the wire is made in reply.ts. */
export type Answer =
  | { kind: 'data'; value: Record<string, unknown>; rule?: string }
  /** Data whose JSON is written already, slashes escaped. */
  | { kind: 'text'; text: string; rule: string }
  | { kind: 'action'; rule?: string }
  | { kind: 'refusal'; errcode: ErrorCode; errmsg?: string; rule?: string };

/** A data reply: no errcode on the wire. */
export function data(value: Record<string, unknown>, rule?: string): Answer {
  return rule === undefined ? { kind: 'data', value } : { kind: 'data', value, rule };
}

/** `{"errcode":0,"errmsg":"ok"}`. */
export function done(rule?: string): Answer {
  return rule === undefined ? { kind: 'action' } : { kind: 'action', rule };
}

/**
 * Thrown by a check that fails. `rule` is the conformance row that says so; `errmsg` replaces the canonical text of the
 * code where WeChat's text carries more. The tail of the era is added on the wire.
 */
export class Refusal extends Error {
  readonly errcode: ErrorCode;
  readonly rule: string;
  readonly errmsg: string | undefined;

  constructor(errcode: ErrorCode, rule: string, errmsg?: string) {
    super(`refused with ${errcode}`);
    this.name = 'Refusal';
    this.errcode = errcode;
    this.rule = rule;
    this.errmsg = errmsg;
  }
}

/** The parameter, or undefined when it is missing or empty. */
export function parameter(call: Call, name: string): string | undefined {
  return call.parameters.get(name) || undefined;
}

/** The parameter, or a refusal with this code. */
export function required(call: Call, name: string, errcode: ErrorCode, rule: string): string {
  const value = parameter(call, name);
  if (value === undefined) throw new Refusal(errcode, rule);
  return value;
}

/** The JSON object in the body; 44002 for an empty body, 47001 for a broken one. */
export function jsonBody(call: Call): Record<string, unknown> {
  if (call.body.trim() === '') throw new Refusal(44002, 'B-11');
  if (!call.utf8) throw new Refusal(47001, 'B-11');
  try {
    const value: unknown = JSON.parse(call.body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through: what is no JSON and what is no object get the same answer.
  }
  throw new Refusal(47001, 'B-11');
}
