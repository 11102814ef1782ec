/**
 * Sends the request of an operation and reads its reply: with the app token where one is needed, again where that is
 * safe and promising, and told to an observer.
 */
import type { AppTokens } from './app-token.ts';
import { ApiError, WeChatError, type WeChatErrorCode } from './errors.ts';
import type { Hosts } from './hosts.ts';
import type { Clock, Random, Sleep, Transport, WireReply, WireRequest } from './ports.ts';
import { TIMEOUT_MS } from './transport-failure.ts';

/** One request that was sent. Contains no secret, token, code, openid or URL: fit for logs, spans and metric labels. */
export interface ObservedCall {
  readonly operation: string;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly outcome: 'ok' | WeChatErrorCode;
  readonly errcode?: number;
  readonly rid?: string;
}

export interface CallerOptions {
  readonly hosts: Hosts;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly sleep: Sleep;
  /** Tries in all for an operation that may be repeated; 1 switches retries off. */
  readonly tries: number;
  /** Milliseconds for an operation with all its tries. */
  readonly budgetMs: number;
  /** Further origins of the API host, tried in turn when one cannot be reached. Empty unless asked for. */
  readonly fallbacks: readonly string[];
  readonly onCall?: (call: ObservedCall) => void;
}

/** Below this there is no use in another try. */
const LEAST_MS = 300;
const FIRST_PAUSE_MS = 200;

export class Caller {
  readonly hosts: Hosts;
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    this.#options = options;
    this.hosts = options.hosts;
  }

  /** Once: for what must not be repeated, such as the exchange of a code that may be burnt by now. */
  once<T>(request: WireRequest, process: (reply: WireReply) => T): Promise<T> {
    const { clock, budgetMs } = this.#options;
    return this.#try(request, process, 1, clock.now() + budgetMs);
  }

  /** Again when WeChat is busy or cannot be reached, with a growing random pause, within the budget. */
  async repeatable<T>(request: WireRequest, process: (reply: WireReply) => T): Promise<T> {
    const { clock, sleep, tries, budgetMs, fallbacks } = this.#options;
    const deadline = clock.now() + budgetMs;
    for (let attempt = 1; ; attempt += 1) {
      const host =
        fallbacks.length === 0 ? undefined : [this.hosts.api, ...fallbacks][(attempt - 1) % (fallbacks.length + 1)];
      try {
        return await this.#try(host === undefined ? request : this.#at(host, request), process, attempt, deadline);
      } catch (error) {
        const pause = this.#pause(attempt);
        const worth = attempt < tries && isPassing(error) && clock.now() + pause + LEAST_MS <= deadline;
        if (!worth) throw error;
        await sleep(pause);
      }
    }
  }

  /** With the app token; a token that WeChat refuses is renewed once. */
  withToken<T>(
    appTokens: Pick<AppTokens, 'use'>,
    build: (appToken: string) => WireRequest,
    process: (reply: WireReply) => T,
    options: { repeatable: boolean } = { repeatable: true },
  ): Promise<T> {
    return appTokens.use((token) =>
      options.repeatable ? this.repeatable(build(token), process) : this.once(build(token), process),
    );
  }

  async #try<T>(request: WireRequest, process: (reply: WireReply) => T, attempt: number, deadline: number): Promise<T> {
    const { transport, clock, onCall } = this.#options;
    const startedAt = clock.now();
    const left = deadline - startedAt;
    const tell = (outcome: ObservedCall['outcome'], more: Partial<ObservedCall> = {}): void => {
      const { operation } = request;
      try {
        onCall?.({ operation, attempt, startedAt, durationMs: clock.now() - startedAt, outcome, ...more });
      } catch {
        // Whoever looks on cannot undo what WeChat did: a code that was exchanged is spent.
      }
    };
    try {
      const result = process(await transport(left < TIMEOUT_MS ? { ...request, timeoutMs: left } : request));
      tell('ok');
      return result;
    } catch (error) {
      if (error instanceof ApiError) {
        tell(error.code, { errcode: error.errcode, ...(error.rid === undefined ? {} : { rid: error.rid }) });
      } else if (error instanceof WeChatError) tell(error.code);
      throw error;
    }
  }

  #at(host: string, request: WireRequest): WireRequest {
    return request.url.startsWith(this.hosts.api)
      ? { ...request, url: host + request.url.slice(this.hosts.api.length) }
      : request;
  }

  /** Full jitter: anything from nothing to a bound that doubles. */
  #pause(attempt: number): number {
    const share = (this.#options.random.bytes(1)[0] ?? 0) / 256;
    return Math.floor(FIRST_PAUSE_MS * 2 ** (attempt - 1) * share);
  }
}

/** An errcode says that WeChat was reached: only those that mean "busy" pass by themselves within a second. */
function isPassing(error: unknown): boolean {
  // The busy one is "authorise again" under /sns/, where it may have burnt a code. What may be repeated has none.
  if (error instanceof ApiError) return error.errcode === -1 || (error.mover === 'retry' && error.errcode !== 45011);
  return error instanceof WeChatError && ['network', 'timeout', 'http_status', 'garbage'].includes(error.code);
}
