/** Everything one port answers, in one list: the control API, the phone, and WeChat's hosts. */
import { Hono } from 'hono';
import { controlRoutes } from './control/routes.ts';
import type { LiveWorld, Peer } from './live-world.ts';
import { phoneRoutes } from './phone/routes.ts';
import { wechatRoutes } from './wechat/routes.ts';

export function routesOf(world: LiveWorld): (request: Request, peer: Peer) => Promise<Response> {
  const app = new Hono<{ Bindings: Peer }>();
  app.get('/', (context) => context.redirect('/phone/'));
  app.route('/_sim/v1', controlRoutes(world.worlds));
  app.route('/phone', phoneRoutes(world));
  const wechat = wechatRoutes(world);
  app.all('*', (context) => wechat(context.req.raw, context.env));
  // Hono hides what a handler throws behind a 500; a dropped connection has to reach the server as what it is.
  app.onError((error) => {
    throw error;
  });
  return async (request, peer) => app.fetch(request, peer);
}
