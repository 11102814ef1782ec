import type { Login } from '../../store/sign-in.ts';
import { restartPath } from '../paths.ts';
import { LoginProblem } from '../problem.ts';

/** How long the back button finds the result of a finished sign-in, in milliseconds. */
export const replayFor = 120_000;

/** 5. Ten minutes from the start; a finished login answers again for two. */
export function checkAge(login: Login, now: number): void {
  const refuse = (code: 'login_expired' | 'code_used', check: string) => {
    throw new LoginProblem(code, {
      check,
      reference: login.id,
      account: login.account,
      returnTo: login.returnTo,
      next: restartPath(login),
    });
  };
  if (login.finishedAt !== null) {
    if (now - login.finishedAt > replayFor) refuse('code_used', 'replay_age');
  } else if (now > login.expiresAt) {
    refuse('login_expired', 'age');
  }
}
