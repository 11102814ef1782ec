import type { FastifyInstance } from 'fastify';
import type { Config } from './config/shape.ts';

/**
 * The way through a sign-in. An application may open it in a window of its own that tells its opener when it is done, and one
 * answer on the way that isolated the window would leave it without an opener for good.
 */
const wayThrough = /^\/(?:oauth2|login|wechat\/callback)(?![^/?])/;

/** What every answer tells a browser, whichever route gave it; a page puts its own policy in the place of the strictest. */
export function browserHeaders(app: FastifyInstance, { publicUrl }: Config): void {
  const always: Record<string, string> = {
    // Nothing of a sign-in is kept, framed, sniffed or named to the next page.
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  };
  app.addHook('onRequest', (request, reply, done) => {
    // On the answer itself: also the engine of OpenID Connect writes to it, past Fastify.
    for (const name in always) reply.raw.setHeader(name, always[name]!);
    if (!wayThrough.test(request.url)) reply.raw.setHeader('cross-origin-opener-policy', 'same-origin');
    done();
  });
}
