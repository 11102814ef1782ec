import type { FastifyInstance } from 'fastify';
import type { Config } from './config/shape.ts';
import { pageHeaders } from './pages/send.ts';

/** What every answer tells a browser, whichever route gave it; a page puts its own policy in the place of the strictest. */
export function browserHeaders(app: FastifyInstance, { publicUrl }: Config): void {
  const always: Record<string, string> = {
    ...pageHeaders,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  app.addHook('onRequest', (_request, reply, done) => {
    // On the answer itself: also the engine of OpenID Connect writes to it, past Fastify.
    for (const name in always) reply.raw.setHeader(name, always[name]!);
    done();
  });
}
