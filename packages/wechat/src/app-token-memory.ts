import type { AppTokenStore, StoredAppToken } from './ports.ts';

interface Row {
  token: StoredAppToken | undefined;
  holder: string | undefined;
  leasedUntil: number;
}

/** Keeps app tokens in this process: right for one process, wrong for two, which need a store that both reach. */
export class MemoryAppTokenStore implements AppTokenStore {
  readonly #rows = new Map<string, Row>();

  async read(appId: string): Promise<StoredAppToken | undefined> {
    return this.#rows.get(appId)?.token;
  }

  async lease(appId: string, holder: string, forMs: number, now: number): Promise<boolean> {
    const row = this.#row(appId);
    if (row.holder !== undefined && row.holder !== holder && row.leasedUntil > now) return false;
    row.holder = holder;
    row.leasedUntil = now + forMs;
    return true;
  }

  async write(
    appId: string,
    holder: string,
    token: Omit<StoredAppToken, 'generation'>,
    after: number,
  ): Promise<StoredAppToken | undefined> {
    const row = this.#row(appId);
    if (row.holder !== holder || (row.token?.generation ?? 0) !== after) return undefined;
    row.token = { ...token, generation: after + 1 };
    row.holder = undefined;
    return row.token;
  }

  async release(appId: string, holder: string): Promise<void> {
    const row = this.#row(appId);
    if (row.holder === holder) row.holder = undefined;
  }

  #row(appId: string): Row {
    let row = this.#rows.get(appId);
    if (row === undefined) {
      row = { token: undefined, holder: undefined, leasedUntil: 0 };
      this.#rows.set(appId, row);
    }
    return row;
  }
}
