import type { FastifyInstance } from 'fastify';
import type { Parts } from './parts.ts';

/** `/healthz`: the process answers. `/readyz`: the database too, with every migration. Neither ever calls WeChat. */
export function healthRoutes(app: FastifyInstance, { log, store }: Parts, isClosing: () => boolean): void {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_request, reply) => {
    try {
      if (isClosing()) throw new Error('closing');
      await store.check();
      return { status: 'ready' };
    } catch (error) {
      if (!isClosing()) log.error({ error }, 'not ready');
      return reply.code(503).send({ status: 'not ready' });
    }
  });
}
