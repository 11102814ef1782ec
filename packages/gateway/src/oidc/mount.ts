/**
 * The engine's addresses as routes of ours. The engine makes links from what a request says about itself, so the request is
 * made to say what `public_url` says; and once the raw answer is the engine's, nothing here may fail any more.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { redirect } from '../pages/send.ts';
import type { Parts } from '../parts.ts';
import type { Engine } from './engine.ts';

const addresses = ['/oauth2/*', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server'];
/** As long as an address may be, in bytes. */
const longestForm = 8192;
const policy = "default-src 'none'; script-src; base-uri 'none'; frame-ancestors 'none'";

export function engineRoutes(app: FastifyInstance, { config }: Pick<Parts, 'config'>, engine: Engine): void {
  const { host, protocol } = new URL(config.publicUrl);

  async function hand(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const answer = await engine.answering();
    const { raw } = request;
    for (const name of Object.keys(raw.headers)) if (/^(?:x-)?forwarded\b/.test(name)) delete raw.headers[name];
    raw.headers.host = host;
    if (protocol === 'https:') raw.headers['x-forwarded-proto'] = 'https';
    reply.raw.setHeader('content-security-policy', policy);
    reply.hijack();
    await answer(raw, reply.raw);
  }

  // A request may come as a form of another site. Its browser then leaves our cookies out, which a GET after it does not.
  app.register(async (routes) => {
    const form = { parseAs: 'string', bodyLimit: longestForm } as const;
    routes.addContentTypeParser('application/x-www-form-urlencoded', form, (_request, body, done) => done(null, body));
    for (const url of ['/oauth2/authorize', '/oauth2/logout']) {
      routes.post(url, (request, reply) =>
        redirect(reply, `${url}?${new URLSearchParams(String(request.body ?? ''))}`),
      );
    }
  });

  app.register(async (routes) => {
    // The engine reads bodies itself.
    routes.removeAllContentTypeParsers();
    routes.addContentTypeParser('*', (_request, _body, done) => done(null));
    for (const url of addresses) routes.route({ method: ['GET', 'POST', 'OPTIONS'], url, handler: hand });
  });
}
