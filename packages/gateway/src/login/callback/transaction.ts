import { sha256 } from '../../digest.ts';
import type { Login } from '../../store/sign-in.ts';
import type { Store } from '../../store/store.ts';
import { LoginProblem } from '../problem.ts';
import type { CallbackQuery } from './grammar.ts';

/** 2. The login that this state began; its AppID is the only one that counts from here on. */
export async function findLogin(query: CallbackQuery, store: Pick<Store, 'logins'>): Promise<Login> {
  const login = await store.logins.byState(sha256(query.state));
  if (login === undefined) throw new LoginProblem('state_mismatch', { check: 'transaction' });
  return login;
}
