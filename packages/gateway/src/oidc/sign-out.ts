/**
 * Signing out of the clients. A person's browser sessions at the engine say which clients know them; each of those that wants
 * to be told is told, and told again until it answers or its patience is used up.
 */
import { createCookies } from '../login/cookies.ts';
import type { Parts } from '../parts.ts';
import type { LogoutNotice } from '../store/oidc.ts';
import { readArtifact, sessionDigest } from './artifacts.ts';
import { authTime } from './auth-time.ts';
import { createEnding } from './ending.ts';
import type { Engine } from './engine.ts';

/** Milliseconds until the next attempt after each failed one; afterwards the client is given up. */
export const retries = [5_000, 30_000, 120_000, 600_000, 3_600_000] as const;
/** How long one node has a notice to itself, in milliseconds; the engine waits 2.5 seconds for a client. */
const lease = 15_000;
const batch = 20;
const interval = 2_000;

/** What the engine's types leave out. */
interface Told {
  backchannelLogout(personId: string, sid: string | undefined): Promise<void>;
}

export interface SignOut {
  /** Ends the engine's session of this browser, and tells its clients. */
  browser(cookieHeader: string | undefined): Promise<void>;
  /**
   * Ends what the engine has of a person where somebody has acted since, in milliseconds, and tells its clients. A browser that
   * was let in by mistake may have gone on meanwhile, and what it did there is later still.
   */
  since(personId: string, actedAt: number): Promise<void>;
  /** Ends every session of a person, ours and the engine's, with every token; tells all clients. */
  everywhere(personId: string): Promise<void>;
  /** Delivers what is due. */
  deliver(): Promise<void>;
  /** Delivers until it is stopped. */
  start(): { stop(): void };
}

export function createSignOut(parts: Parts, engine: Engine): SignOut {
  const { clock, config, log, sealer, store, timer } = parts;
  const jar = createCookies(config.publicUrl);
  const ending = createEnding(parts);

  async function tell(notice: LogoutNotice): Promise<void> {
    const provider = await engine.current();
    const client = await provider.Client.find(notice.clientId);
    if (client?.backchannelLogoutUri === undefined) return store.logoutNotices.remove(notice.id);
    try {
      await (client as unknown as Told).backchannelLogout(notice.personId, notice.sid ?? undefined);
      await store.logoutNotices.remove(notice.id);
    } catch (error) {
      const delay = retries[notice.attempts - 1];
      log.warn(
        { client: notice.clientId, attempt: notice.attempts, error },
        'a client could not be told of a sign-out',
      );
      if (delay === undefined) await store.logoutNotices.remove(notice.id);
      else await store.logoutNotices.later(notice.id, clock.now() + delay);
    }
  }

  const deliver = async () => {
    const now = clock.now();
    await Promise.all((await store.logoutNotices.take(now, now + lease, batch)).map(tell));
  };

  engine.onUntold(({ clientId, personId, sid }) => {
    ending
      .note(clientId, personId, sid, retries[0])
      .catch((error) => log.error({ error }, 'a notice could not be kept'));
  });

  return {
    deliver,

    async browser(cookieHeader) {
      const cookie = jar.read(cookieHeader).get(jar.engine.session);
      const row = cookie === undefined ? undefined : await store.oidcArtifacts.find('Session', sessionDigest(cookie));
      if (row !== undefined) await ending.session(row);
    },

    async since(personId, actedAt) {
      for (const id of await store.people.family(personId)) {
        for (const row of await store.oidcArtifacts.ofPerson('Session', id)) {
          if ((readArtifact(row, sealer).loginTs ?? 0) >= authTime({ actedAt })) await ending.session(row);
        }
      }
    },

    everywhere: ending.everywhere,

    start() {
      let stopped = false;
      let cancel = timer.after(interval, tick);
      function tick(): void {
        deliver()
          .catch((error) => log.error({ error }, 'clients could not be told of sign-outs'))
          .finally(() => {
            if (!stopped) cancel = timer.after(interval, tick);
          });
      }
      return {
        stop() {
          stopped = true;
          cancel();
        },
      };
    },
  };
}
