/**
 * The gateway in figures, for Prometheus. Every label is from a closed set: accounts of the configuration, patterns of
 * routes, endpoints of the facts. Nothing a request says becomes a label, so nobody outside can make series.
 */
import type { ObservedCall } from '@mingpian/wechat/caller';
import type { Clock } from '@mingpian/wechat/ports';
import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AccountConfig } from '../config/shape.ts';
import { type Counts, countNames } from '../counts.ts';
import type { Store } from '../store/store.ts';

export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  /** Hears of every call to WeChat that an account made. */
  observeCall(account: string, call: ObservedCall): void;
  /** Measures the answers of a listener. */
  measure(app: FastifyInstance): void;
  /** Whose tokens are looked at from now on. */
  watch(accounts: readonly AccountConfig[]): void;
}

const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 4, 5];
/** The first half of a count's name is its series, the second its label. */
const families = {
  push: { name: 'mingpian_pushes_total', help: 'Pushes by what became of them.' },
  effect: { name: 'mingpian_effects_total', help: 'Failed attempts at what follows from a push.' },
  reply: { name: 'mingpian_replies_total', help: 'Replies that did not become passive ones.' },
  delivery: { name: 'mingpian_deliveries_total', help: 'Failed attempts to tell a listening system of a push.' },
  connection: {
    name: 'mingpian_connections_total',
    help: 'Connections that were closed at once because too many were open.',
  },
  log: {
    name: 'mingpian_log_lines_total',
    help: 'Lines that could not be written: a full disk, a reader that is gone.',
  },
  token: {
    name: 'mingpian_app_tokens_total',
    help: 'App tokens and credentials that WeChat refused, and signs of another refresher.',
  },
} as const;

export function createMetrics(from: {
  counts: Counts;
  store: Pick<Store, 'inbox' | 'appTokens' | 'reviews'>;
  accounts: readonly AccountConfig[];
  /** Dates app tokens. */
  wechatClock: Clock;
  clock: Clock;
}): Metrics {
  const { counts, store, clock, wechatClock } = from;
  let { accounts } = from;
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });

  for (const [family, series] of Object.entries(families)) {
    new Counter({
      ...series,
      registers,
      labelNames: ['outcome'],
      collect() {
        this.reset();
        for (const name of countNames) {
          const [group, outcome] = name.split('.') as [string, string];
          if (group === family) this.inc({ outcome }, counts.get(name));
        }
      },
    });
  }

  const calls = new Histogram({
    name: 'mingpian_wechat_call_seconds',
    help: 'Calls to WeChat, each try by itself.',
    labelNames: ['account', 'operation', 'outcome'],
    buckets: seconds,
    registers,
  });

  const requests = new Histogram({
    name: 'mingpian_http_request_seconds',
    help: 'Answers of the public listener by pattern of route; none for a path without one.',
    labelNames: ['route', 'status'],
    buckets: seconds,
    registers,
  });

  /** Asked once for both of its series. */
  let backlog: ReturnType<typeof store.inbox.backlog>;
  new Gauge({
    name: 'mingpian_inbox_pushes',
    help: 'Stored pushes that wait for their effects, and those that failed too often.',
    labelNames: ['state'],
    registers,
    async collect() {
      const { waiting, dead } = await backlog;
      this.set({ state: 'waiting' }, waiting);
      this.set({ state: 'dead' }, dead);
    },
  });
  new Gauge({
    name: 'mingpian_inbox_oldest_seconds',
    help: 'How long the oldest waiting push has waited.',
    registers,
    async collect() {
      const { oldestAt } = await backlog;
      this.set(oldestAt === null ? 0 : Math.max(0, clock.now() - oldestAt) / 1000);
    },
  });

  new Gauge({
    name: 'mingpian_reviews_open',
    help: 'What waits for a human to decide; erasure_brake is an erasure that was paused.',
    labelNames: ['kind'],
    registers,
    async collect() {
      this.reset();
      this.set({ kind: 'erasure_brake' }, 0);
      for (const { kind, rows } of await store.reviews.count()) this.set({ kind }, rows);
    },
  });

  new Gauge({
    name: 'mingpian_app_token_generation',
    help: 'Grows by one with each fetched app token.',
    labelNames: ['account'],
    registers,
    async collect() {
      this.reset();
      for (const { name, appId } of accounts) {
        this.set({ account: name }, (await store.appTokens.find(appId))?.generation ?? 0);
      }
    },
  });
  new Gauge({
    name: 'mingpian_app_token_life_seconds',
    help: 'What is left of the life of the stored app token; 0 for none.',
    labelNames: ['account'],
    registers,
    async collect() {
      this.reset();
      for (const { name, appId } of accounts) {
        const expiresAt = (await store.appTokens.find(appId))?.expiresAt ?? 0;
        this.set({ account: name }, Math.max(0, expiresAt - wechatClock.now()) / 1000);
      }
    },
  });

  return {
    contentType: register.contentType,
    text() {
      backlog = store.inbox.backlog();
      return register.metrics();
    },
    watch(now) {
      accounts = now;
    },
    observeCall: (account, { operation, outcome, durationMs }) =>
      calls.observe({ account, operation, outcome }, durationMs / 1000),
    measure(app) {
      app.addHook('onResponse', (request, reply, done) => {
        const status = `${Math.floor(reply.statusCode / 100)}xx`;
        requests.observe({ route: request.routeOptions.url ?? 'none', status }, reply.elapsedTime / 1000);
        done();
      });
    },
  };
}
