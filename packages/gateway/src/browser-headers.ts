import type { FastifyInstance } from 'fastify';
import type { Config } from './config/shape.ts';

/** What every answer tells a browser, whichever route gave it; a page puts its own policy in the place of the strictest. */
export function browserHeaders(app: FastifyInstance, { publicUrl }: Config): void {
  const always: Record<string, string> = {
    // Nothing of a sign-in is kept, framed, sniffed or named to the next page.
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  app.addHook('onRequest', (_request, reply, done) => {
    // On the answer itself: also the engine of OpenID Connect writes to it, past Fastify.
    for (const name in always) reply.raw.setHeader(name, always[name]!);
    done();
  });
}
