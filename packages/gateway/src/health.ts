import type { FastifyInstance } from 'fastify';
import type { Parts } from './parts.ts';
import { StoreError } from './store/errors.ts';

/**
 * `/healthz`: the process answers. `/readyz`: the database too, with every migration and room to write, or 503 with the reason:
 * `closing`, or the code of a `StoreError`. Neither ever calls WeChat.
 */
export function healthRoutes(app: FastifyInstance, { log, store }: Parts, isClosing: () => boolean): void {
  // The check writes, and anybody may ask: whoever asks during one waits for that one.
  let checking: Promise<void> | undefined;
  const check = () => {
    checking ??= store.check().finally(() => {
      checking = undefined;
    });
    return checking;
  };

  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    const notReady = (reason: string) => reply.code(503).send({ status: 'not ready', reason });
    if (isClosing()) return notReady('closing');
    try {
      await check();
      return { status: 'ready' };
    } catch (error) {
      log.error({ error }, 'not ready');
      return notReady(error instanceof StoreError ? error.code : 'internal');
    }
  });
}
