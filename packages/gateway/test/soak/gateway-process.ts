/**
 * A gateway in a process of its own, to be killed. Its argument is JSON: the written configuration, and where to die. What it
 * asks of WeChat is answered here. Prints one line when it is ready.
 */

import { parseConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { startGateway } from '../../src/server.ts';
import type { Store } from '../../src/store/store.ts';
import { standIn } from '../harness.ts';

/** Moments at which the process kills itself, by the fault they belong to. */
export type DeathPlace =
  /** R01: the signature is checked, nothing is stored. */
  | 'push.verified'
  /** R02: the push is stored, the answer is not sent. */
  | 'push.committed'
  /** R03: the effects are there, the row does not know it. */
  | 'push.acted'
  /** R04: in the middle of the effects of a follow. */
  | 'effect.middle'
  /** R09: WeChat has given a token that is not stored. */
  | 'token.fetched';

export interface ProcessOptions {
  readonly config: Record<string, unknown>;
  readonly die?: DeathPlace;
  /** The push, counted from 1, at which to die. */
  readonly after?: number;
}

const { config, die, after = 1 } = JSON.parse(process.argv[2] ?? '{}') as ProcessOptions;
let passed = 0;
const here = (place: DeathPlace) => {
  if (place === die && ++passed === after) process.kill(process.pid, 'SIGKILL');
};

const wechat = standIn();
wechat.answers.set('/cgi-bin/user/info', ({ url }) => {
  here('effect.middle');
  return { subscribe: 1, openid: new URL(url).searchParams.get('openid'), nickname: '小红', tagid_list: [] };
});

const gateway = await startGateway(parseConfig(config), {
  log: createLog({ write: () => {} }),
  async transport(request) {
    const reply = await wechat.transport(request);
    if (request.operation === '/cgi-bin/stable_token') here('token.fetched');
    return reply;
  },
  beforeStore: (store): Store => ({
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
  }),
});
process.stdout.write(`${JSON.stringify({ ready: gateway.urls.public })}\n`);
process.once('SIGTERM', () => void gateway.close().then(() => process.exit(0)));
// Nobody is left to stop it once whoever started it is gone.
process.stdin.on('close', () => process.exit(1)).resume();
