/**
 * The app token (全局 access_token) of an account: both ways to fetch it, and the keeper that gives all callers the same
 * one. Official page: 获取稳定版接口调用凭据 (getStableAccessToken), 获取接口调用凭据 (getAccessToken).
 */
import { endpoints } from '@mingpian/facts/endpoints';
import { lifetimes } from '@mingpian/facts/lifetimes';
import { readApiReply, requiredSeconds, requiredText } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import { ApiError, WeChatError } from './errors.ts';
import type { Hosts } from './hosts.ts';
import type {
  AppTokenStore,
  Clock,
  Random,
  Sleep,
  StoredAppToken,
  Transport,
  WireReply,
  WireRequest,
} from './ports.ts';
import { hex } from './text.ts';

/** `stable` leaves other callers' tokens alone and is what WeChat recommends; `classic` retires the last token. */
export type AppTokenMethod = 'stable' | 'classic';

export interface AppCredentials {
  readonly appId: string;
  readonly appSecret: string;
}

/** invalid url: WeChat has no such call. */
const UNKNOWN_CALL = 40066;

/** These three say that the token was at fault, so a fresh one and one more try are worth it. */
const TOKEN_ERRCODES: ReadonlySet<number> = new Set([40001, 40014, 42001]);

export function isBadAppToken(error: unknown): boolean {
  return error instanceof ApiError && TOKEN_ERRCODES.has(error.errcode);
}

export function appTokenRequest(
  hosts: Hosts,
  app: AppCredentials,
  options: { method: AppTokenMethod; forceRefresh?: boolean },
): WireRequest {
  const credentials = { grant_type: 'client_credential', appid: app.appId, secret: app.appSecret };
  if (options.method === 'classic') return apiRequest(hosts, endpoints.appToken, credentials);
  // Always sent: one report says that leaving force_refresh out is answered with 41002.
  return apiRequest(hosts, endpoints.stableToken, { ...credentials, force_refresh: options.forceRefresh === true });
}

/** `expiresIn` is in seconds and, from `stable_token`, what is left of the token's life. */
export function processAppTokenReply(operation: string, reply: WireReply): { value: string; expiresIn: number } {
  const body = readApiReply(operation, reply);
  return {
    value: requiredText(operation, body, 'access_token'),
    expiresIn: requiredSeconds(operation, body, 'expires_in'),
  };
}

export interface AppTokensOptions {
  readonly app: AppCredentials;
  readonly hosts: Hosts;
  readonly method: AppTokenMethod;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly sleep: Sleep;
  readonly store: AppTokenStore;
}

/** How long one holder may take to fetch before another may try, in milliseconds. */
const LEASE_MS = 15_000;
const LEASE_POLL_MS = 50;
/** A token with less left is not handed out any more. */
const SAFETY_MS = 60_000;
/** After a failed renewal in the background nobody tries again for so long; the old token serves meanwhile. */
const RENEWAL_PAUSE_MS = 10_000;

const RENEWAL_WINDOW_MS = lifetimes.stableTokenEarlyRenewal.value * 1000;

/**
 * Keeps one app token for all callers: one fetch at a time in this process (single flight) and, through the store's
 * lease, in all processes. It renews in the last five minutes while the old token still serves.
 */
export class AppTokens {
  readonly #options: AppTokensOptions;
  #name: string | undefined;
  #current: { token: StoredAppToken; handedOut: Promise<StoredAppToken>; renewAt: number } | undefined;
  #bad: string | undefined;
  #flight: Promise<StoredAppToken> | undefined;
  #pausedUntil = 0;

  constructor(options: AppTokensOptions) {
    this.#options = options;
  }

  /** Who we are to the store. Drawn when first needed: a worker may draw nothing while its modules begin. */
  get #holder(): string {
    this.#name ??= hex(this.#options.random.bytes(16));
    return this.#name;
  }

  /** The current app token; fetches when there is none that is good for another minute. */
  get(): Promise<StoredAppToken> {
    const current = this.#current;
    if (current === undefined) return this.#fly();
    const now = this.#options.clock.now();
    // A clock that was set back says nothing about the token: ask the store and WeChat again.
    if (now >= current.token.expiresAt - SAFETY_MS || now < current.token.issuedAt - SAFETY_MS) return this.#fly();
    if (now >= current.renewAt && now >= this.#pausedUntil) this.#renewInBackground();
    return current.handedOut;
  }

  /**
   * Says that WeChat refused this token. Ignored unless it still is the current one, so late reports about an old token
   * cost nothing.
   */
  reportBad(value: string): void {
    if (this.#current?.token.value !== value) return;
    this.#bad = value;
    this.#current = undefined;
  }

  /** Calls with the app token; when WeChat says that the token is bad, once more with a fresh one. */
  async use<T>(call: (token: string) => Promise<T>): Promise<T> {
    const token = await this.get();
    try {
      return await call(token.value);
    } catch (error) {
      if (!isBadAppToken(error)) throw error;
      this.reportBad(token.value);
      return call((await this.get()).value);
    }
  }

  #fly(): Promise<StoredAppToken> {
    this.#flight ??= this.#acquire().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  #renewInBackground(): void {
    if (this.#flight !== undefined) return;
    this.#fly().catch(() => {
      // Nothing is lost: the old token serves, and once it no longer does `get` reports the failure to its caller.
      this.#pausedUntil = this.#options.clock.now() + RENEWAL_PAUSE_MS;
    });
  }

  async #acquire(): Promise<StoredAppToken> {
    const { app, store, clock, sleep } = this.#options;
    const deadline = LEASE_MS / LEASE_POLL_MS;
    for (let attempt = 0; ; attempt += 1) {
      const stored = await store.read(app.appId);
      if (stored !== undefined && this.#isFresh(stored)) return this.#adopt(stored);
      if (await store.lease(app.appId, this.#holder, LEASE_MS, clock.now())) return this.#fetchAsHolder();
      if (attempt >= deadline)
        throw new WeChatError('timeout', 'another holder of the lease did not fetch the app token');
      await sleep(LEASE_POLL_MS);
    }
  }

  async #fetchAsHolder(): Promise<StoredAppToken> {
    const { app, store } = this.#options;
    try {
      // Whoever had the lease before may have stored a token since we looked.
      const stored = await store.read(app.appId);
      if (stored !== undefined && this.#isFresh(stored)) {
        await store.release(app.appId, this.#holder);
        return this.#adopt(stored);
      }
      const token = await this.#fetch();
      const written = await store.write(app.appId, this.#holder, token, stored?.generation ?? 0);
      // Without a lease any more our token may be the older one: the store says which is current.
      return written === undefined ? this.#acquire() : this.#adopt(written);
    } catch (error) {
      // What went wrong matters more than a store that is away too: the lease ends by itself.
      await store.release(app.appId, this.#holder).catch(() => {});
      throw error;
    }
  }

  async #fetch(): Promise<Omit<StoredAppToken, 'generation'>> {
    const { method } = this.#options;
    let token = await this.#request(false);
    // The stable call gives the same token as long as WeChat believes in it. A caller saw it refused: ask for another.
    if (method === 'stable' && token.value === this.#bad) token = await this.#request(true);
    return token;
  }

  async #request(forceRefresh: boolean): Promise<Omit<StoredAppToken, 'generation'>> {
    const { method } = this.#options;
    try {
      return await this.#ask(method, forceRefresh);
    } catch (error) {
      // A WeChat of before 2023, or one that stands in for it, does not know the stable call.
      if (method === 'stable' && error instanceof ApiError && error.errcode === UNKNOWN_CALL)
        return this.#ask('classic', false);
      throw error;
    }
  }

  async #ask(method: AppTokenMethod, forceRefresh: boolean): Promise<Omit<StoredAppToken, 'generation'>> {
    const { app, hosts, transport, clock } = this.#options;
    const request = appTokenRequest(hosts, app, { method, forceRefresh });
    const issuedAt = clock.now();
    const { value, expiresIn } = processAppTokenReply(request.operation, await transport(request));
    return { value, issuedAt, expiresAt: issuedAt + expiresIn * 1000 };
  }

  #isFresh(token: StoredAppToken): boolean {
    const now = this.#options.clock.now();
    return token.value !== this.#bad && now < token.expiresAt - RENEWAL_WINDOW_MS && now >= token.issuedAt - SAFETY_MS;
  }

  #adopt(token: StoredAppToken): StoredAppToken {
    this.#bad = undefined;
    // Spread over one minute, so that many processes do not all ask for the lease in the same instant.
    const jitter = ((this.#options.random.bytes(1)[0] ?? 0) / 256) * 60_000;
    const renewAt = token.expiresAt - RENEWAL_WINDOW_MS + jitter;
    this.#current = { token, handedOut: Promise.resolve(token), renewAt };
    return token;
  }
}
