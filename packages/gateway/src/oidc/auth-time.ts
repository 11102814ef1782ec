/**
 * When somebody authenticated, as `auth_time` says it: when they last visibly did something here. WeChat may let people through
 * without showing anything, and nobody was asked then; `decisions/0013` says what follows.
 */
import type { interactionPolicy as Policy } from 'oidc-provider';
import type { Session } from '../store/sign-in.ts';

/** The engine counts such a session as older than any `max_age`. */
const never = 0;

/** In seconds. */
export function authTime({ actedAt }: Pick<Session, 'actedAt'>): number {
  return actedAt === null ? never : Math.floor(actedAt / 1000);
}

/** The questions of the engine, and one more: of a client that always wants `auth_time`, somebody must once have acted. */
export function questions({ base, Check }: typeof Policy): Policy.DefaultPolicy {
  const policy = base();
  const check = new Check('auth_time', 'End-User authentication was not visible', 'login_required', ({ oidc }) => {
    const missing = oidc.client?.requireAuthTime === true && !oidc.session?.loginTs && oidc.result?.login === undefined;
    return missing ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
  });
  policy.get('login')?.checks.add(check);
  return policy;
}
