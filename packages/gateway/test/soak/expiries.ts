/** P7, R10, R13: the app token expires again and again under two gateways with many callers each, on one PostgreSQL. */
import { systemTimer } from '../../src/timer.ts';
import { standIn, type TestGateway, testGateway } from '../harness.ts';
import { postgresPrograms, startCluster } from '../store/postgres.ts';
import { percentile } from './generator.ts';

export interface ExpiryReport {
  readonly expiries: number;
  readonly callers: number;
  /** Calls of stable_token beyond one for each expiry. */
  readonly extraRefreshes: number;
  /** Callers that got another token than the rest of their expiry. */
  readonly differing: number;
  /** Until all callers of an expiry had the token. */
  readonly milliseconds: { readonly p50: number; readonly p99: number };
}

export async function expiries(options: { expiries: number; callers: number }): Promise<ExpiryReport> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL is not installed');
  const cluster = await startCluster(programs);
  const wechat = standIn();
  const fetched = () => wechat.calls.filter(({ operation }) => operation === '/cgi-bin/stable_token').length;
  const nodes: TestGateway[] = [];
  try {
    const database = { url: await cluster.database() };
    for (let node = 0; node < 2; node++)
      nodes.push(await testGateway({ database }, { wechat, timer: systemTimer, sleep: pause }));
    const keepers = nodes.map((node) => node.parts.accounts.byName('service')!.wechat.appTokens);
    const took: number[] = [];
    let differing = 0;
    for (let turn = 0; turn < options.expiries; turn++) {
      for (const node of nodes) node.clock.time += 7_200_000;
      const started = performance.now();
      const tokens = await Promise.all(
        Array.from({ length: options.callers }, () => keepers.map((keeper) => keeper.get())).flat(),
      );
      took.push(performance.now() - started);
      differing += tokens.filter(({ value }) => value !== tokens[0]?.value).length;
    }
    return {
      ...options,
      extraRefreshes: fetched() - options.expiries,
      differing,
      milliseconds: { p50: percentile(took, 0.5), p99: percentile(took, 0.99) },
    };
  } finally {
    for (const node of nodes) await node.close();
    cluster.stop();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
