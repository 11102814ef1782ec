/**
 * App tokens in any Keyv, which has no compare-and-set: it can only read and write. What follows from that:
 *
 * - In one process, and with one `KeyvAppTokenStore`, everything holds as in the other stores.
 * - Between processes the lease is only likely to be exclusive. After taking it a process waits and looks whether it still
 *   has it, so two must write within the same moment, and one of them must be slower than that wait, to both fetch.
 * - Should that happen, the later write wins. With `stable_token`, the default, both have fetched the same token, and the
 *   price is one call. With the classic method one of them holds a token that WeChat retires after five minutes; then
 *   take Redis or PostgreSQL.
 */
import type { AppTokenStore, Sleep, StoredAppToken } from '../ports.ts';
import { systemSleep } from '../system.ts';
import { openToken, type SealedStoreOptions, sealToken } from './sealed-token.ts';

/** What is used of a Keyv. */
export interface KeyvClient {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown, ttlMs?: number): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

export interface KeyvAppTokenStoreOptions extends SealedStoreOptions {
  readonly keyv: KeyvClient;
  /** Begins each key; `mingpian-app-token-` by default. */
  readonly prefix?: string;
  /** Milliseconds to wait before a lease is believed: longer than a write takes to be seen by all. 50 by default. */
  readonly settleMs?: number;
  readonly sleep?: Sleep;
}

interface Lease {
  readonly holder: string;
  readonly until: number;
}

export class KeyvAppTokenStore implements AppTokenStore {
  readonly #options: KeyvAppTokenStoreOptions;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(options: KeyvAppTokenStoreOptions) {
    this.#options = options;
  }

  async read(appId: string): Promise<StoredAppToken | undefined> {
    const row = (await this.#options.keyv.get(this.#key(appId, 'token'))) as StoredAppToken | undefined | null;
    return row === undefined || row === null ? undefined : openToken(this.#options.sealer, appId, row);
  }

  lease(appId: string, holder: string, forMs: number, now: number): Promise<boolean> {
    return this.#inTurn(appId, async () => {
      const { keyv, settleMs = 50, sleep = systemSleep } = this.#options;
      const lease = await this.#lease(appId);
      if (lease !== undefined && lease.holder !== holder && lease.until > now) return false;
      await keyv.set(this.#key(appId, 'lease'), { holder, until: now + forMs } satisfies Lease, forMs);
      await sleep(settleMs);
      return (await this.#lease(appId))?.holder === holder;
    });
  }

  write(
    appId: string,
    holder: string,
    token: Omit<StoredAppToken, 'generation'>,
    after: number,
  ): Promise<StoredAppToken | undefined> {
    return this.#inTurn(appId, async () => {
      const { keyv, sealer } = this.#options;
      if ((await this.#lease(appId))?.holder !== holder) return undefined;
      if (((await this.read(appId))?.generation ?? 0) !== after) return undefined;
      const stored = { ...token, generation: after + 1 };
      await keyv.set(this.#key(appId, 'token'), { ...stored, value: await sealToken(sealer, appId, token.value) });
      await keyv.delete(this.#key(appId, 'lease'));
      return stored;
    });
  }

  release(appId: string, holder: string): Promise<void> {
    return this.#inTurn(appId, async () => {
      const lease = await this.#lease(appId);
      if (lease?.holder === holder) await this.#options.keyv.delete(this.#key(appId, 'lease'));
    });
  }

  async #lease(appId: string): Promise<Lease | undefined> {
    return ((await this.#options.keyv.get(this.#key(appId, 'lease'))) as Lease | undefined | null) ?? undefined;
  }

  #key(appId: string, part: 'token' | 'lease'): string {
    return `${this.#options.prefix ?? 'mingpian-app-token-'}${appId}-${part}`;
  }

  /** One operation of an account after the other, which is all the atomicity there is. */
  #inTurn<T>(appId: string, operation: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(appId) ?? Promise.resolve()).then(operation, operation);
    this.#turns.set(
      appId,
      turn.catch(() => {}),
    );
    return turn;
  }
}
