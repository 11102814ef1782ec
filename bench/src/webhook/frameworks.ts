/** Fastify and Hono, each with a fixed answer and with the SDK, as the examples of this repository show. */
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { pushPath } from '../account.ts';
import { fixedAnswer, pushOptions } from './answers.ts';
import type { Mode } from './messages.ts';

export async function fastifyFixed(mode: Mode): Promise<Server> {
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const answer = fixedAnswer(mode);
  app.post(pushPath, (_request, reply) => reply.type('text/xml').send(answer));
  await app.ready();
  return app.server;
}

export async function fastify(mode: Mode): Promise<Server> {
  const { createNodePushHandler } = await import('@mingpian/wechat/node-handler');
  const webhook = createNodePushHandler(await pushOptions(mode));
  const app = Fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  app.post(pushPath, (request, reply) => {
    reply.hijack();
    webhook(request.raw, reply.raw);
  });
  await app.ready();
  return app.server;
}

export async function honoFixed(mode: Mode): Promise<Server> {
  const answer = fixedAnswer(mode);
  const app = new Hono().post(pushPath, async (c) => {
    await c.req.arrayBuffer();
    return c.body(answer, 200, { 'content-type': 'text/xml' });
  });
  return createServer(getRequestListener(app.fetch));
}

export async function hono(mode: Mode): Promise<Server> {
  const { createWebPushHandler } = await import('@mingpian/wechat/web-handler');
  const webhook = createWebPushHandler(await pushOptions(mode));
  const app = new Hono().post(pushPath, (c) => webhook(c.req.raw));
  return createServer(getRequestListener(app.fetch));
}
