/**
 * What the features of the gateway are made of. `server.ts` puts one such set together and hands it to each of them;
 * a feature takes what it needs and nothing reaches for anything global.
 */
import type { Clock, Random } from '@mingpian/wechat/ports';
import type { Accounts } from './accounts.ts';
import type { Avatars } from './avatars/avatars.ts';
import type { Config } from './config/shape.ts';
import type { Log } from './log.ts';
import type { People } from './people/people.ts';
import type { Sealer } from './sealer.ts';
import type { Store } from './store/store.ts';
import type { Timer } from './timer.ts';
import type { Tracing } from './tracing.ts';

export interface Parts {
  readonly config: Config;
  readonly accounts: Accounts;
  readonly store: Store;
  readonly people: People;
  readonly avatars: Avatars;
  readonly sealer: Sealer;
  readonly log: Log;
  /** Dates browser sessions, cookies, leases and everything else that is ours. */
  readonly clock: Clock;
  /** Dates what comes from or goes to WeChat: pushes, codes, tokens, profiles. A simulator's world may travel in time. */
  readonly wechatClock: Clock;
  readonly random: Random;
  readonly tracing: Tracing;
  /** Runs something later; the one source of waiting. */
  readonly timer: Timer;
}
