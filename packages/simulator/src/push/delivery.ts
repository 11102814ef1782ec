import { pushStatus, pushUserAgent } from '@mingpian/facts/delivery';
import type { After, Fetch } from '../world/ports.ts';
import type { PushRequest } from './envelope.ts';

export interface DeliveryPorts {
  readonly fetch: Fetch;
  readonly after: After;
  /** Milliseconds of the world's clock. */
  readonly now: () => number;
}

/** Why an attempt counts as it does. */
export type AttemptResult = 'answered' | 'timeout' | 'badStatus' | 'unreachable';

export interface Attempt {
  readonly result: AttemptResult;
  /** Null when nothing answered in time. */
  readonly status: number | null;
  readonly ms: number;
  /** Of a 200 answer. */
  readonly body?: Uint8Array;
  /** In words, for the ledger. */
  readonly why?: string;
}

/** Answers beyond this are cut off; no reply of WeChat's grammar comes near it. */
const MAX_ANSWER_BYTES = 1024 * 1024;

async function readBody(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new RangeError('the answer is larger than 1 MiB');
  }
  return Buffer.concat(chunks);
}

/**
 * One HTTP exchange that ends after `timeoutMs` at the latest, body included. Redirects are not followed. What the other side
 * still sends after the deadline is lost: its connection is gone.
 */
export async function attempt(
  url: string,
  init: RequestInit,
  timeoutMs: number,
  ports: DeliveryPorts,
): Promise<Attempt> {
  const started = ports.now();
  const abort = new AbortController();
  const timeout = Promise.withResolvers<'timeout'>();
  const cancel = ports.after(timeoutMs, () => timeout.resolve('timeout'));
  const exchange = async (): Promise<Omit<Attempt, 'ms'>> => {
    const response = await ports.fetch(url, { ...init, redirect: 'manual', signal: abort.signal });
    const { status } = response;
    if (status !== pushStatus.value) {
      void response.body?.cancel().catch(() => {});
      return {
        result: 'badStatus',
        status,
        why: status >= 300 && status < 400 ? 'redirect not followed' : `status ${status}`,
      };
    }
    return { result: 'answered', status, body: await readBody(response) };
  };
  try {
    const settled = exchange().catch((error: unknown): Omit<Attempt, 'ms'> => {
      const why = error instanceof RangeError ? error.message : 'no connection, or it was cut';
      return { result: 'unreachable', status: null, why };
    });
    const outcome = await Promise.race([settled, timeout.promise]);
    const ms = ports.now() - started;
    if (outcome !== 'timeout') return { ...outcome, ms };
    abort.abort();
    return { result: 'timeout', status: null, ms, why: `no answer within ${timeoutMs / 1000} s` };
  } finally {
    cancel();
  }
}

/** WeChat's pushes carry this agent and ask for nothing in particular. */
export const PUSH_AGENT = pushUserAgent.value;

export interface DeliveryRules {
  readonly timeoutMs: number;
  /** Deliveries in all when there is no answer in time or no connection. */
  readonly attempts: number;
  /** Deliveries in all when the answer's status is not 200. */
  readonly attemptsOnBadStatus: number;
}

/** Sends the same bytes until they are answered with 200 or the tries are used up. `onAttempt` hears of each. */
export async function deliver(
  request: PushRequest,
  rules: DeliveryRules,
  ports: DeliveryPorts,
  onAttempt: (attempt: Attempt, number: number) => void = () => {},
): Promise<readonly Attempt[]> {
  const headers = {
    'user-agent': PUSH_AGENT,
    accept: '*/*',
    'content-type': request.contentType,
    ...(request.forwardedFor !== undefined && { 'x-forwarded-for': request.forwardedFor }),
  };
  const done: Attempt[] = [];
  for (;;) {
    const last = await attempt(request.url, { method: 'POST', headers, body: request.body }, rules.timeoutMs, ports);
    done.push(last);
    onAttempt(last, done.length);
    if (last.result === 'answered') return done;
    const limit = last.result === 'badStatus' ? rules.attemptsOnBadStatus : rules.attempts;
    if (done.length >= limit) return done;
  }
}
