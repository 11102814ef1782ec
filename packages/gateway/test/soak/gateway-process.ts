/**
 * A gateway in a process of its own, to be killed, stopped and starved. Its argument is JSON. Prints one line when it is ready.
 */

import { defaultTransport } from '@mingpian/wechat/transport';
import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startGateway } from '../../src/server.ts';
import type { Store } from '../../src/store/store.ts';

/** Moments at which the process kills itself or stands still, by the fault they belong to. */
export type DeathPlace =
  /** R01: the signature is checked, nothing is stored. */
  | 'push.verified'
  /** R02: the push is stored, the answer is not sent. */
  | 'push.committed'
  /** R03: the effects are there, the row does not know it. */
  | 'push.acted'
  /** R04: in the middle of the effects of a follow. */
  | 'effect.middle'
  /** R07: WeChat has taken the code of a sign-in, nobody is signed in. */
  | 'oauth.exchanged'
  /** R08: the session is stored, the browser does not know it. */
  | 'oauth.persisted'
  /** R09: WeChat has given a token that is not stored. */
  | 'token.fetched';

export interface ProcessOptions {
  readonly config: Record<string, unknown>;
  readonly die?: DeathPlace;
  /** The passage, counted from 1, at which to die or to stand still. */
  readonly after?: number;
  /** R40: instead of dying there the process does nothing else for so many milliseconds. */
  readonly blocked?: number;
  /** Milliseconds by which the clock of this process is ahead. */
  readonly clockAhead?: number;
}

const { config, die, after = 1, blocked, clockAhead = 0 } = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions;
let passed = 0;
const here = (place: DeathPlace | undefined) => {
  if (place === undefined || place !== die || ++passed !== after) return;
  if (blocked === undefined) process.kill(process.pid, 'SIGKILL');
  for (const until = performance.now() + (blocked ?? 0); performance.now() < until; );
};

/** Which moment the answer of WeChat to a call is. */
const answered: Readonly<Record<string, DeathPlace>> = {
  '/cgi-bin/stable_token': 'token.fetched',
  '/cgi-bin/user/info': 'effect.middle',
  '/sns/oauth2/access_token': 'oauth.exchanged',
};

function mortal(store: Store): Store {
  return {
    ...store,
    inbox: {
      ...store.inbox,
      async accept(pushes) {
        here('push.verified');
        const accepted = await store.inbox.accept(pushes);
        here('push.committed');
        return accepted;
      },
      async finish(id, reply) {
        here('push.acted');
        return store.inbox.finish(id, reply);
      },
    },
    async transaction(work) {
      let signsIn = false;
      const result = await store.transaction((inside) =>
        work({
          ...inside,
          sessions: {
            ...inside.sessions,
            create(session) {
              signsIn = true;
              return inside.sessions.create(session);
            },
          },
        }),
      );
      if (signsIn) here('oauth.persisted');
      return result;
    },
  };
}

const transport = defaultTransport();
const gateway = await startGateway(parseConfig(config), {
  log: createLog({ write: () => {} }),
  clock: { now: () => Date.now() + clockAhead },
  async transport(request) {
    const reply = await transport(request);
    here(answered[request.operation]);
    return reply;
  },
  beforeStore: mortal,
});
process.stdout.write(`${JSON.stringify({ ready: gateway.urls.public })}\n`);
// P15: what is in use once nothing is left to collect; with `--expose-gc`.
process.on('SIGUSR2', () => {
  globalThis.gc?.();
  process.stdout.write(`${JSON.stringify({ heap: process.memoryUsage().heapUsed })}\n`);
});
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
// Nobody is left to stop it once whoever started it is gone.
process.stdin.on('close', () => process.exit(1)).resume();
