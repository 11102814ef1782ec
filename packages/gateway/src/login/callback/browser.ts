import { equal, sha256 } from '../../digest.ts';
import type { Login } from '../../store/sign-in.ts';
import type { Cookies } from '../cookies.ts';
import { restartPath } from '../paths.ts';
import { LoginProblem } from '../problem.ts';
import type { Visit } from '../visit.ts';

/** The value that binds this browser to the login, if it is the one that began it. */
export function bindingOf(login: Login, visit: Visit, cookies: Cookies): string | undefined {
  const binding = cookies.binding(visit.cookies, login.cookieId);
  return binding !== undefined && equal(sha256(binding), login.bindingDigest) ? binding : undefined;
}

/**
 * 4. The browser is the one that began. A load without the cookie neither touches WeChat nor harms the login. It is offered
 * one fresh start; when that comes back without a cookie too, this browser keeps none, and the page says so.
 */
export function checkBrowser(login: Login, visit: Visit, cookies: Cookies): string {
  const binding = bindingOf(login, visit, cookies);
  if (binding === undefined) {
    const again = login.restartOf !== null;
    throw new LoginProblem(again ? 'cookies_off' : 'state_mismatch', {
      check: 'browser',
      reference: login.id,
      account: login.account,
      returnTo: login.returnTo,
      ...(again ? {} : { next: restartPath(login) }),
    });
  }
  return binding;
}
