/**
 * The parts of a gateway, opened for one process: by the server, and by the commands that do one thing and end. Nothing
 * listens and nothing runs by itself here.
 */

import type { Clock, Random, Sleep, Transport } from '@mingpian/wechat/ports';
import { systemClock, systemRandom, systemSleep } from '@mingpian/wechat/system';
import type { Tracer } from '@opentelemetry/api';
import { createAccounts } from './accounts.ts';
import { createMetrics, type Metrics } from './admin/metrics.ts';
import { copiedAvatars, linkedAvatars } from './avatars/avatars.ts';
import { type PictureSource, pictureSource } from './avatars/picture-source.ts';
import type { Config } from './config/shape.ts';
import { Counts } from './counts.ts';
import type { SignedPost } from './forwarding/signed-post.ts';
import { createLog, type Log } from './log.ts';
import type { Parts } from './parts.ts';
import { createPeople } from './people/people.ts';
import { createSealer } from './sealer.ts';
import { pauseSpentQuotas } from './spent-quota.ts';
import { openStore } from './store/open.ts';
import type { Store } from './store/store.ts';
import type { Timer } from './timer.ts';
import { systemTimer } from './timer.ts';
import { storedAppTokens } from './tokens/app-token-store.ts';
import { limitForcedRefreshes } from './tokens/forced-refresh.ts';
import { watchForeignRefreshers } from './tokens/foreign-refresher.ts';
import { standByRefusals } from './tokens/refused-secret.ts';
import { createTracing } from './tracing.ts';

/** Everything that comes from outside the program; the machine's own where left out. */
export interface GatewayDeps {
  readonly clock?: Clock;
  readonly wechatClock?: Clock;
  readonly random?: Random;
  readonly transport?: Transport;
  readonly sleep?: Sleep;
  readonly timer?: Timer;
  readonly pictures?: PictureSource;
  /** How other systems hear of pushes. */
  readonly post?: SignedPost;
  /** Stands before the opened store; a place for whoever wants to see it fail. */
  readonly beforeStore?: (store: Store) => Store;
  /** Makes spans; that of the process, which does nothing unless the operator has set one up. */
  readonly tracer?: Tracer;
  readonly log?: Log;
}

export interface Opened {
  readonly parts: Parts;
  /** Other parts on the same database, for another configuration; nothing of them is in use yet. */
  furnish(config: Config): Parts;
  /** Says that these parts are in use from now on. */
  adopt(parts: Parts): void;
  readonly counts: Counts;
  readonly metrics: Metrics;
}

/** Less than the 4.5 s in which a push has to be answered, in milliseconds. */
const statementTimeout = 4_000;

/** Opens the database and makes the parts; `exclusive` holds an SQLite file for this process. @throws {StoreError} */
export function openParts(config: Config, deps: GatewayDeps, { exclusive }: { exclusive: boolean }): Opened {
  const counts = new Counts();
  const ownLog =
    deps.log === undefined ? createLog(undefined, config.logLevel, () => counts.add('log.lost')) : undefined;
  const log = deps.log ?? (ownLog as Log);
  const clock = deps.clock ?? systemClock;
  const wechatClock = deps.wechatClock ?? clock;
  const random = deps.random ?? systemRandom;
  const opened = openStore(config.database.url, {
    now: () => clock.now(),
    exclusive,
    // A gateway that answers requests sheds what takes too long; a command that does one thing may take its time.
    ...(exclusive ? { statementTimeout } : {}),
    onError: (error) => log.warn({ error }, 'a connection to the database broke'),
  });
  const store = deps.beforeStore?.(opened) ?? opened;
  const sealer = createSealer(
    config.rootSecret,
    random,
    config.previousRootSecret === undefined ? [] : [config.previousRootSecret],
  );
  const metrics = createMetrics({ counts, store, accounts: config.accounts, clock, wechatClock });
  const tracing = createTracing(deps.tracer);
  const timer = deps.timer ?? systemTimer;

  function furnish(config: Config): Parts {
    const refreshers = watchForeignRefreshers({ clock: wechatClock, log, counts });
    const accounts = createAccounts(config, {
      ...(deps.transport === undefined ? {} : { transport: deps.transport }),
      clock: wechatClock,
      random,
      sleep: deps.sleep ?? systemSleep,
      appTokenStore: storedAppTokens(store.appTokens, sealer),
      guarded: ({ name, appId }, transport) =>
        pauseSpentQuotas(
          limitForcedRefreshes(standByRefusals(transport, { account: name, clock: wechatClock, log, counts }), {
            appId,
            table: store.appTokens,
            clock: wechatClock,
          }),
          { account: name, clock: wechatClock, log },
        ),
      onCall(account, call) {
        metrics.observeCall(account, call);
        tracing.observeCall(account, call);
        refreshers(account, call);
      },
    });
    const { simulator } = config;
    const pictures = deps.pictures ?? pictureSource({ simulator });
    const avatars =
      config.avatars === 'copy'
        ? copiedAvatars(store, pictures, { simulator, clock: wechatClock, random, timer, log })
        : linkedAvatars(simulator);
    const people = createPeople(store, {
      random,
      simulator,
      onLearnt: (appId, openid) => void avatars.copy(appId, openid),
    });
    return { config, accounts, store, people, avatars, sealer, log, clock, wechatClock, random, timer, tracing };
  }

  return {
    parts: furnish(config),
    furnish,
    adopt({ config: { accounts, logLevel } }) {
      metrics.watch(accounts);
      if (ownLog !== undefined) ownLog.level = logLevel;
    },
    counts,
    metrics,
  };
}

/** Opens the parts for one piece of work beside a gateway that may be running, and closes them after it. */
export async function withParts<T>(config: Config, deps: GatewayDeps, work: (parts: Parts) => Promise<T>): Promise<T> {
  const { parts } = openParts(config, deps, { exclusive: false });
  try {
    return await work(parts);
  } finally {
    await parts.store.close();
  }
}
