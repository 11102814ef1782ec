/** Who is signed in with this browser. The cookie holds a random-looking value, the store its digest. */
import { sha256 } from '../digest.ts';
import type { Session } from '../store/sign-in.ts';
import type { Store } from '../store/store.ts';
import { type Cookies, sessionLifetime } from './cookies.ts';

/** The live session of a request. */
export async function currentSession(
  cookies: ReadonlyMap<string, string>,
  jar: Cookies,
  store: Pick<Store, 'sessions'>,
  now: number,
): Promise<Session | undefined> {
  const value = jar.session(cookies);
  return value === undefined ? undefined : store.sessions.find(sha256(value), now);
}

/** Opens the session once; the same value again finds it open. */
export async function openSession(
  value: string,
  session: Omit<Session, 'idDigest' | 'createdAt' | 'seenAt' | 'expiresAt'>,
  store: Pick<Store, 'sessions'>,
  now: number,
): Promise<void> {
  const idDigest = sha256(value);
  if ((await store.sessions.find(idDigest, now)) !== undefined) return;
  await store.sessions.create({
    ...session,
    idDigest,
    createdAt: now,
    seenAt: now,
    expiresAt: now + sessionLifetime * 1000,
  });
}

/** The session before this sign-in dies with it, so that nobody goes on with a cookie from before. */
export async function endFormerSession(
  cookies: ReadonlyMap<string, string>,
  value: string,
  jar: Cookies,
  store: Pick<Store, 'sessions'>,
): Promise<void> {
  const former = jar.session(cookies);
  if (former !== undefined && former !== value) await store.sessions.end(sha256(former));
}
