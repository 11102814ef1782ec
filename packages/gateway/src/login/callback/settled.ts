import type { Parts } from '../../parts.ts';
import type { Login } from '../../store/sign-in.ts';

/** How long a second load waits for the first, and how often it looks, in milliseconds. */
const patience = 3_000;
const pause = 50;

/**
 * The login once the load that took it has finished. A holder that is gone has burnt the code: the login is then given
 * up, and, unless it is itself a replacement, begins once more.
 */
export async function settled(
  login: Login,
  store: Parts['store'],
  timer: Parts['timer'],
  clock: Parts['clock'],
): Promise<Login> {
  for (let waited = 0; waited < patience; waited += pause) {
    const current = (await store.logins.find(login.id)) ?? login;
    if (current.status !== 'started' && current.status !== 'returned') return current;
    await new Promise<void>((resolve) => timer.after(pause, resolve));
  }
  const outcome = login.restartOf === null && login.purpose === 'login' ? 'restarted' : 'code_used';
  const given = await store.logins.move(login.id, ['returned'], 'failed', { outcome, finishedAt: clock.now() });
  return given ?? (await store.logins.find(login.id)) ?? login;
}
