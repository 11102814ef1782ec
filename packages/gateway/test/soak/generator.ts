/**
 * WeChat as a load: pushes signed and encrypted as it does, over connections that stay open. What was acknowledged goes into a
 * ledger outside the gateway and its database.
 */
import { Agent, request } from 'node:http';
import { event, openidOf, pushAccount, textMessage } from '../harness.ts';
import { buildPush, type Fields } from '../push-builder.ts';

export interface Acks {
  /** Keys of pushes that were answered with 200. */
  readonly acknowledged: Set<string>;
  readonly sent: Set<string>;
  /** Answers other than 200, and connections that broke. */
  refused: number;
  readonly milliseconds: number[];
  /** Milliseconds until the slowest answer of any kind. */
  slowest: number;
}

export const newAcks = (): Acks => ({
  acknowledged: new Set(),
  sent: new Set(),
  refused: 0,
  milliseconds: [],
  slowest: 0,
});

/** Numbers from 0 below 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Of a generator, unless it is told otherwise. */
export const connections = 64;

export function createGenerator(acks: Acks, maxSockets = connections) {
  const agent = new Agent({ keepAlive: true, maxSockets });
  const account = pushAccount('service');

  const followedAt = new Map<string, number>();

  /** One follow of the person with this name, as WeChat pushes it; the second time it is WeChat's retry. Never rejects. */
  function follow(url: string, name: string): Promise<void> {
    const at = followedAt.get(name) ?? Date.now();
    followedAt.set(name, at);
    return send(url, openidOf(name), event('service', openidOf(name), 'subscribe', {}, at));
  }

  /** One message to which nobody reacts: the most of what an account receives. Never rejects. */
  function say(url: string, name: string): Promise<void> {
    return send(url, openidOf(name), textMessage('service', openidOf(name), '你好', Date.now()));
  }

  function send(url: string, openid: string, fields: Fields): Promise<void> {
    const now = Date.now();
    const built = buildPush(account, fields, { timestamp: Math.floor(now / 1000) });
    acks.sent.add(openid);
    const started = performance.now();
    const answered = () => (acks.slowest = Math.max(acks.slowest, performance.now() - started));
    return new Promise((resolve) => {
      const failed = () => {
        acks.refused += 1;
        answered();
        resolve();
      };
      const call = request(
        `${url}/wechat/service/webhook?${built.query}`,
        { method: 'POST', agent, timeout: 10_000 },
        (reply) => {
          reply.resume();
          reply.on('error', failed);
          reply.on('end', () => {
            if (reply.statusCode !== 200) return failed();
            acks.acknowledged.add(openid);
            acks.milliseconds.push(performance.now() - started);
            answered();
            resolve();
          });
        },
      );
      call.on('error', failed);
      call.on('timeout', () => call.destroy(new Error('timeout')));
      call.end(built.body);
    });
  }

  return { follow, say, close: () => agent.destroy() };
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}
