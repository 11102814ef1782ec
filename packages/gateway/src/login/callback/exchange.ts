import { ApiError, WeChatError } from '@mingpian/wechat/errors';
import type { Grant } from '@mingpian/wechat/oauth';
import type { Account } from '../../accounts.ts';
import type { ProblemCode } from '../../pages/problem-codes.ts';
import type { Login } from '../../store/sign-in.ts';
import { LoginProblem } from '../problem.ts';
import type { LoginScope } from '../start.ts';

/** The code was used or is too old, and another authorisation would give a new one. */
export class SpentCode extends Error {
  override readonly name = 'SpentCode';
  readonly errcode: number;
  constructor(errcode: number) {
    super(`the code is spent: ${errcode}`);
    this.errcode = errcode;
  }
}

/** 40029 invalid, 40163 used, 42003 expired. */
const spent: ReadonlySet<number> = new Set([40029, 40163, 42003]);
/** Quotas of a minute and of a day. */
const tooOften: ReadonlySet<number> = new Set([45009, 45011]);

/**
 * 7. Exchanges the code, once. Whatever goes wrong, the code may be burnt, so nothing here is tried again.
 *
 * @throws {SpentCode} @throws {LoginProblem}
 */
export async function exchangeCode(
  authoriser: Account,
  login: Login,
  callback: { state: string; code: string; redirectUri: string },
): Promise<Grant> {
  const { oauth } = authoriser.wechat;
  const { state, code, redirectUri } = callback;
  const transaction = { appId: login.appId, state, redirectUri, scope: login.scope as LoginScope };
  try {
    return await oauth.complete(oauth.finish(new URLSearchParams({ code, state }), transaction));
  } catch (error) {
    if (error instanceof ApiError && spent.has(error.errcode)) throw new SpentCode(error.errcode);
    throw upstreamProblem(error, login, 'exchange');
  }
}

/** What a failure of WeChat means to the visitor. An error that is none of WeChat's goes on as it is. */
export function upstreamProblem(error: unknown, login: Login, check: string): unknown {
  if (!(error instanceof WeChatError)) return error;
  const detail = { check, reference: login.id, account: login.account, returnTo: login.returnTo, cause: error };
  if (!(error instanceof ApiError)) return new LoginProblem('upstream_busy', detail);
  return new LoginProblem(meaning(error), { ...detail, errcode: error.errcode });
}

function meaning({ errcode, mover }: ApiError): ProblemCode {
  if (errcode === -1) return 'upstream_busy';
  if (tooOften.has(errcode) || mover === 'wait') return 'rate_limited';
  if (mover === 'configure' || mover === 'developer') return 'misconfigured';
  return mover === 'retry' ? 'upstream_busy' : 'internal';
}
