/**
 * The engine's addresses as routes of ours. The engine makes links from what a request says about itself, so the request is
 * made to say what `public_url` says; and once the raw answer is the engine's, nothing here may fail any more.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Parts } from '../parts.ts';
import type { Engine } from './engine.ts';

const addresses = ['/oauth2/*', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
const policy = "default-src 'none'; script-src; base-uri 'none'; frame-ancestors 'none'";

export function engineRoutes(app: FastifyInstance, { config }: Pick<Parts, 'config'>, engine: Engine): void {
  const { host, protocol } = new URL(config.publicUrl);

  async function hand(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const provider = await engine.current();
    const { raw } = request;
    for (const name of Object.keys(raw.headers)) if (/^(?:x-)?forwarded\b/.test(name)) delete raw.headers[name];
    raw.headers.host = host;
    if (protocol === 'https:') raw.headers['x-forwarded-proto'] = 'https';
    for (const [name, value] of Object.entries(reply.getHeaders())) {
      if (value !== undefined) reply.raw.setHeader(name, value);
    }
    reply.raw.setHeader('content-security-policy', policy);
    reply.hijack();
    await provider.callback()(raw, reply.raw);
  }

  app.register(async (routes) => {
    // The engine reads bodies itself.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, _body, done) => done(null));
    for (const url of addresses) routes.route({ method: ['GET', 'POST', 'OPTIONS'], url, handler: hand });
  });
}
