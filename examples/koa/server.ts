// Koa 3. With `ctx.respond = false` Koa leaves the response to the listeners of the SDK.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createNodePushHandler } from '@mingpian/wechat/node-handler';
import { createNodeLogin } from '@mingpian/wechat/node-login';
import Koa from 'koa';
import { frontPage, port, pushes, signIn } from '../settings.ts';

const login = createNodeLogin(signIn);

/** Paths that the SDK answers. They stand before any body parser. */
const listeners: Record<string, (request: IncomingMessage, response: ServerResponse) => void | Promise<void>> = {
  '/wechat/webhook': createNodePushHandler(pushes),
  '/wechat/callback': login.callback,
  '/login': login.start,
};

new Koa()
  .use(async (ctx, next) => {
    const listener = listeners[ctx.path];
    if (listener === undefined) return next();
    ctx.respond = false;
    await listener(ctx.req, ctx.res);
  })
  .use(async (ctx) => {
    ctx.type = 'html';
    ctx.body = await frontPage(ctx.get('cookie'));
  })
  .listen(port, '127.0.0.1');
