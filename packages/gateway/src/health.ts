import type { FastifyInstance } from 'fastify';
import type { Parts } from './parts.ts';
import { StoreError } from './store/errors.ts';

/**
 * `/healthz`: the process answers. `/readyz`: the database too, with every migration and room to write, or 503 with the reason:
 * `closing`, or the code of a `StoreError`. Neither ever calls WeChat.
 */
export function healthRoutes(app: FastifyInstance, { log, store, timer }: Parts, isClosing: () => boolean): void {
  let last: string | undefined;
  /** Why it is not ready; undefined if it is. The log hears of each change once. */
  async function look(): Promise<string | undefined> {
    try {
      await store.check();
      if (last !== undefined) log.info('ready again');
      last = undefined;
    } catch (error) {
      const reason = error instanceof StoreError ? error.code : 'internal';
      if (reason !== last) log.error({ error }, 'not ready');
      last = reason;
    }
    return last;
  }

  // The check writes, and anybody may ask: whoever asks during one, or within a second, gets the answer of that one.
  let looking: Promise<string | undefined> | undefined;
  const answer = () => {
    looking ??= look().finally(() => {
      timer.after(1_000, () => {
        looking = undefined;
      });
    });
    return looking;
  };

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const reason = isClosing() ? 'closing' : await answer();
    return reason === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', reason });
  });
}
