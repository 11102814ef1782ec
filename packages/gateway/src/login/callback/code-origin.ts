import { sha256 } from '../../digest.ts';
import type { Login } from '../../store/sign-in.ts';
import type { Store } from '../../store/store.ts';
import type { Cookies } from '../cookies.ts';
import { LoginProblem } from '../problem.ts';
import type { Visit } from '../visit.ts';
import { bindingOf } from './browser.ts';

/** A code lives five minutes at WeChat; we remember it for longer than any login, in milliseconds. */
const remembered = 3_600_000;

export function codeDigest(appId: string, code: string): string {
  return sha256(`${appId}\n${code}`);
}

/**
 * 3. A code belongs to the state it was first seen with. It is noted before the browser is checked, so that a callback
 * which was refused there cannot be completed with another state afterwards.
 *
 * WeChat hands the same code out again when somebody taps fast. So in the browser of the login that had the code first it
 * is no attack, only spent: `repeated`.
 */
export async function checkCodeOrigin(
  login: Login,
  code: string,
  visit: Visit,
  cookies: Cookies,
  store: Pick<Store, 'codes' | 'logins'>,
  now: number,
): Promise<'first' | 'repeated'> {
  const seen = await store.codes.see({
    codeDigest: codeDigest(login.appId, code),
    stateDigest: login.stateDigest,
    seenAt: now,
    expiresAt: now + remembered,
  });
  if (seen.stateDigest === login.stateDigest) return 'first';
  const earlier = await store.logins.byState(seen.stateDigest);
  if (earlier !== undefined && bindingOf(earlier, visit, cookies) !== undefined) return 'repeated';
  throw new LoginProblem('code_used', {
    check: 'code_of_another_login',
    reference: login.id,
    account: login.account,
    returnTo: login.returnTo,
  });
}
