/**
 * Where a login waits while its browser is at WeChat. Either way the browser holds a cookie without which nobody finishes
 * it: with `sealedLogins` the cookie is the login itself, encrypted; with `storedLogins` it is a key to a row of yours.
 */
import { sha256 } from './digest.ts';
import type { LoginTransaction } from './oauth.ts';
import type { Random } from './ports.ts';
import type { Sealer } from './sealer.ts';
import { systemRandom } from './system.ts';
import { equalText, hex } from './text.ts';

export interface PendingLogin {
  readonly transaction: LoginTransaction;
  /** Where the browser goes afterwards: a path of our own. */
  readonly returnTo: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** It began by itself, after a code that did not work; it does not do so again. */
  readonly restarted: boolean;
}

export interface PendingLogins {
  /** Keeps the login for `forMs` and gives the value of the cookie. */
  keep(login: PendingLogin, forMs: number): Promise<string>;
  /** The login that began with this state, if the cookie is the one that `keep` gave for it. */
  find(state: string, cookie: string): Promise<PendingLogin | undefined>;
}

export function sealedLogins(sealer: Sealer): PendingLogins {
  const place = (state: string) => `login ${state}`;
  return {
    keep: (login) => sealer.seal(JSON.stringify(login), place(login.transaction.state)),
    async find(state, cookie) {
      const text = await sealer.open(cookie, place(state));
      return text === undefined ? undefined : (JSON.parse(text) as PendingLogin);
    },
  };
}

/** Rows of text that end by themselves, such as Redis has them. */
export interface LoginRows {
  set(key: string, row: string, forMs: number): Promise<unknown>;
  get(key: string): Promise<string | undefined | null>;
}

/** The row names neither state nor cookie but by their digests: who reads it can finish nothing. */
export function storedLogins(rows: LoginRows, random: Random = systemRandom): PendingLogins {
  return {
    async keep(login, forMs) {
      const cookie = hex(random.bytes(32));
      const { state, ...transaction } = login.transaction;
      const row = { ...login, transaction, cookie: await sha256(cookie) };
      await rows.set(await sha256(state), JSON.stringify(row), forMs);
      return cookie;
    },
    async find(state, cookie) {
      const text = await rows.get(await sha256(state));
      if (text === undefined || text === null) return undefined;
      const { cookie: digest, ...login } = JSON.parse(text);
      if (!equalText(await sha256(cookie), digest)) return undefined;
      return { ...login, transaction: { ...login.transaction, state } };
    },
  };
}
