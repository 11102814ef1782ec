// Hono has Request and Response already, as Bun, Deno and workers do.
import { serve } from '@hono/node-server';
import { createLogin } from '@mingpian/wechat/login-handler';
import { createWebPushHandler } from '@mingpian/wechat/web-handler';
import { Hono } from 'hono';
import { frontPage, port, pushes, signIn } from '../settings.ts';

const webhook = createWebPushHandler(pushes);
const login = createLogin(signIn);

const app = new Hono()
  .all('/wechat/webhook', (c) => webhook(c.req.raw))
  .get('/wechat/callback', (c) => login.callback(c.req.raw))
  .get('/login', (c) => login.start(c.req.raw))
  .get('/', async (c) => c.html(await frontPage(c.req.header('cookie'))));

serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
