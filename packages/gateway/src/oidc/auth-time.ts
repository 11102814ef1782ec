/**
 * When somebody authenticated, as `auth_time` says it: when they last visibly did something here. WeChat may let people through
 * without showing anything, and nobody was asked then; `decisions/0013` says what follows.
 */
import type { interactionPolicy as Policy } from 'oidc-provider';
import type { Session } from '../store/sign-in.ts';
import type { Anew } from './asked-anew.ts';

/** The engine counts such a session as older than any `max_age`. */
const never = 0;

/** In seconds. */
export function authTime({ actedAt }: Pick<Session, 'actedAt'>): number {
  return actedAt === null ? never : Math.floor(actedAt / 1000);
}

/** Questions about parts of the protocol that are off here: the `claims` parameter, resource servers, rich requests. */
const pointless = {
  login: ['claims_id_token_sub_value', 'essential_acrs', 'essential_acr'],
  consent: ['op_claims_missing', 'rs_scopes_missing', 'rar_prompt'],
} as const;

/**
 * The questions of the engine, which asks all of them with every request, without those that nobody can answer otherwise; and
 * some more. Of a client that always wants `auth_time`, somebody must once have acted. And `anew` says by its reasons when
 * somebody who is known to the engine has to be asked for all the same.
 */
export function questions({ base, Check }: typeof Policy, anew: Anew): Policy.DefaultPolicy {
  const policy = base();
  for (const prompt of ['login', 'consent'] as const) {
    for (const reason of pointless[prompt]) policy.get(prompt)?.checks.remove(reason);
  }
  const check = new Check('auth_time', 'End-User authentication was not visible', 'login_required', ({ oidc }) => {
    const missing = oidc.client?.requireAuthTime === true && !oidc.session?.loginTs && oidc.result?.login === undefined;
    return missing ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
  });
  policy.get('login')?.checks.add(check);
  for (const [reason, isDue] of Object.entries(anew)) {
    const again = new Check(reason, 'End-User must sign in for this client', 'login_required', async (ctx) => {
      const due = ctx.oidc.result?.login === undefined && (await isDue(ctx));
      return due ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    });
    policy.get('login')?.checks.add(again);
  }
  return policy;
}
