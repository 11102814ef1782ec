/**
 * When somebody authenticated, as `auth_time` says it: when they last visibly did something here. WeChat may let people through
 * without showing anything, and nobody was asked then; `decisions/0013` says what follows.
 */
import type { KoaContextWithOIDC, interactionPolicy as Policy } from 'oidc-provider';
import type { Session } from '../store/sign-in.ts';
import { somebodyElseHere } from './somebody-else.ts';

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
 * two more. Of a client that always wants `auth_time`, somebody must once have acted. And where somebody else has signed in
 * here since the engine saw this browser, it must not go on with the person before.
 */
export function questions(
  { base, Check }: typeof Policy,
  isSomebodyElse: (ctx: KoaContextWithOIDC) => Promise<boolean>,
): Policy.DefaultPolicy {
  const policy = base();
  for (const prompt of ['login', 'consent'] as const) {
    for (const reason of pointless[prompt]) policy.get(prompt)?.checks.remove(reason);
  }
  const check = new Check('auth_time', 'End-User authentication was not visible', 'login_required', ({ oidc }) => {
    const missing = oidc.client?.requireAuthTime === true && !oidc.session?.loginTs && oidc.result?.login === undefined;
    return missing ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
  });
  policy.get('login')?.checks.add(check);
  policy.get('login')?.checks.add(
    new Check(somebodyElseHere, 'Somebody else has signed in', 'login_required', async (ctx) => {
      const asked = ctx.oidc.result?.login === undefined && (await isSomebodyElse(ctx));
      return asked ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT;
    }),
  );
  return policy;
}
