import { sha256 } from '../../digest.ts';
import type { Login, Store } from '../../store/store.ts';
import { LoginProblem } from '../problem.ts';

/** A code lives five minutes at WeChat; we remember it for longer than any login. */
const remembered = 3_600_000;

export function codeDigest(appId: string, code: string): string {
  return sha256(`${appId}\n${code}`);
}

/**
 * 3. A code belongs to the state it was first seen with. It is noted before the browser is checked, so that a callback
 * which was refused there cannot be completed with another state afterwards.
 */
export async function checkCodeOrigin(
  login: Login,
  code: string,
  store: Pick<Store, 'codes'>,
  now: number,
): Promise<void> {
  const seen = await store.codes.see({
    codeDigest: codeDigest(login.appId, code),
    stateDigest: login.stateDigest,
    seenAt: now,
    expiresAt: now + remembered,
  });
  if (seen.stateDigest !== login.stateDigest) {
    throw new LoginProblem('code_used', {
      check: 'code_of_another_login',
      reference: login.id,
      account: login.account,
    });
  }
}
