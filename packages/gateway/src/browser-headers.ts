import type { FastifyInstance } from 'fastify';
import type { Config } from './config/shape.ts';
import { pageHeaders } from './pages/send.ts';

/** What every answer tells a browser, whichever route gave it; a page puts its own policy in the place of the strictest. */
export function browserHeaders(app: FastifyInstance, { publicUrl }: Config): void {
  const always = {
    ...pageHeaders,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(always);
  });
}
