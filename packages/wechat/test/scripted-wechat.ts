import { expect, onTestFinished } from 'vitest';
import type { Clock, Random, Transport, WireRequest } from '../src/ports.ts';

export interface Exchange {
  /** Path that must be asked for. */
  readonly operation: string;
  /** JSON of the reply, or text for anything that is none. */
  readonly reply: unknown;
  readonly status?: number;
  readonly check?: (request: WireRequest) => void;
}

/** A WeChat that answers exactly these calls in this order. A call too many fails, and so does one that never came. */
export function scriptedWeChat(...exchanges: readonly Exchange[]): { transport: Transport; requests: WireRequest[] } {
  const requests: WireRequest[] = [];
  onTestFinished(() => {
    expect(requests.map((request) => request.operation)).toEqual(exchanges.map((exchange) => exchange.operation));
  });
  return {
    requests,
    transport: async (request) => {
      const exchange = exchanges[requests.length];
      requests.push(request);
      if (exchange?.operation !== request.operation) throw new Error(`unexpected call of ${request.operation}`);
      exchange.check?.(request);
      const text = typeof exchange.reply === 'string' ? exchange.reply : JSON.stringify(exchange.reply);
      return { status: exchange.status ?? 200, body: new TextEncoder().encode(text) };
    },
  };
}

/** A clock that stands until it is moved. */
export class HandClock implements Clock {
  #now: number;

  constructor(start: string | number = '2026-01-01T00:00:00+08:00') {
    this.#now = typeof start === 'number' ? start : Date.parse(start);
  }

  now(): number {
    return this.#now;
  }

  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

/** Counts upwards: every draw differs, every run is the same. */
export function countingRandom(): Random {
  let next = 0;
  return {
    bytes: (count) => {
      next += 1;
      return new Uint8Array(count).map((_, index) => (next * 31 + index * 7) & 0xff);
    },
  };
}

export const app = { appId: 'wx0123456789abcdef', appSecret: '0123456789abcdef0123456789abcdef' };
export const openid = 'oHc5w6Jm3vT1xQ0pZ8kLr2bNyYk2';
export const unionid = 'oU8n61TzKd4q0pZ8kLr2bNyYm9Rw';
