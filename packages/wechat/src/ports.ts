/**
 * What the SDK needs from outside. Every package gets time, randomness and HTTP handed in; only `system.ts` and
 * `transport.ts` know the real ones.
 */

/** Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** Cryptographically strong random bytes. */
export interface Random {
  bytes(count: number): Uint8Array;
}

/** Resolves after `ms` milliseconds. */
export type Sleep = (ms: number) => Promise<void>;

/** One HTTP request to WeChat. `url` carries secrets; `operation` is the path alone and is what may be logged. */
export interface WireRequest {
  readonly operation: string;
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Whole budget of the request in milliseconds; 5 000 when not given. */
  readonly timeoutMs?: number;
}

export interface WireReply {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * Sends one request and reads the whole reply. It follows no redirect, keeps to the size and time limits, and rejects
 * with a `WeChatError` of code `network` or `timeout` that contains no URL.
 */
export type Transport = (request: WireRequest) => Promise<WireReply>;

/** Times in milliseconds since the epoch. `generation` grows by one with every stored token of an account. */
export interface StoredAppToken {
  readonly value: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly generation: number;
}

/** Where the app token of an account is kept, so that all processes share one. */
export interface AppTokenStore {
  read(appId: string): Promise<StoredAppToken | undefined>;
  /** Takes the right to fetch until `now + forMs`; false while another holder has it. The same holder may renew. */
  lease(appId: string, holder: string, forMs: number, now: number): Promise<boolean>;
  /**
   * Stores the token as generation `after + 1` and gives the lease back, if `holder` has the lease and the stored
   * generation still is `after` (0 when nothing is stored). Otherwise changes nothing and resolves to undefined.
   */
  write(
    appId: string,
    holder: string,
    token: Omit<StoredAppToken, 'generation'>,
    after: number,
  ): Promise<StoredAppToken | undefined>;
  release(appId: string, holder: string): Promise<void>;
}
