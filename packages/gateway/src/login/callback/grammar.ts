import { LoginProblem } from '../problem.ts';
import type { Visit } from '../visit.ts';

/** The parameters of a callback, as far as their form says. */
export interface CallbackQuery {
  readonly state: string;
  /** Missing when the visitor refused. */
  readonly code: string | undefined;
  /** How many characters a client appended to the state. */
  readonly appended: number;
}

/** What we sent: 32 hex digits. Some clients append to it, so what follows is cut off. */
const sent = /^[0-9a-f]{32}/;
const longestState = 128;
const codeShape = /^[\x21-\x7e]{1,128}$/;

/** 1. Each parameter once, the state ours in form, the code bounded printable ASCII. Anything else in the query is not read. */
export function readCallback(visit: Visit): CallbackQuery {
  const state = visit.query?.get('state') ?? '';
  const code = visit.query?.get('code') || undefined;
  const handle = state.length <= longestState ? sent.exec(state)?.[0] : undefined;
  if (handle === undefined || (code !== undefined && !codeShape.test(code))) {
    throw new LoginProblem('bad_request', { check: 'grammar' });
  }
  return { state: handle, code, appended: state.length - handle.length };
}
