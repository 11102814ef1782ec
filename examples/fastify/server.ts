// Fastify 5. `hijack` says that the SDK answered; where the webhook is, no parser touches the body.
import { createNodePushHandler } from '@mingpian/wechat/node-handler';
import { createNodeLogin } from '@mingpian/wechat/node-login';
import Fastify from 'fastify';
import { frontPage, port, pushes, signIn } from '../settings.ts';

const webhook = createNodePushHandler(pushes);
const login = createNodeLogin(signIn);
const app = Fastify();

app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _body, done) => done(null));
  scope.route({
    method: ['GET', 'POST'],
    url: '/wechat/webhook',
    async handler(request, reply) {
      reply.hijack();
      await webhook(request.raw, reply.raw);
    },
  });
});

app.get('/wechat/callback', async (request, reply) => {
  await login.callback(request.raw, reply.raw);
  return reply.hijack();
});
app.get('/login', async (request, reply) => {
  await login.start(request.raw, reply.raw);
  return reply.hijack();
});
app.get('/', async (request, reply) => reply.type('text/html').send(await frontPage(request.headers.cookie)));

await app.listen({ port, host: '127.0.0.1' });
