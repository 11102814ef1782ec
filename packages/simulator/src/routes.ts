/** Everything one port answers, in one list: the control API, the phone, and WeChat's hosts. */
import { Hono } from 'hono';
import { Problem, problemResponse } from './control/problems.ts';
import { controlRoutes } from './control/routes.ts';
import type { LiveWorld, Peer } from './live-world.ts';
import { phonePage } from './phone/app.ts';
import { answerFrame } from './phone/frame.ts';
import { isFrameHost } from './phone/frame-origins.ts';
import { wechatHostOf } from './wechat/hosts.ts';
import type { WireReply } from './wechat/reply.ts';
import { answerWechat } from './wechat/routes.ts';

export function routesOf(world: LiveWorld): (request: Request, peer: Peer) => Promise<Response | WireReply> {
  // Most worlds live for one test and are never asked for more than WeChat's own paths.
  let own: Hono | undefined;
  return async (request, peer) => {
    const { pathname, host } = new URL(request.url);
    if (isFrameHost(request.headers.get('host') ?? host)) return answerFrame(world, request);
    const named = wechatHostOf(request.headers.get('host') ?? host);
    if (named !== undefined || !isOwnPath(pathname)) return answerWechat(world, request, peer);
    own ??= new Hono({ strict: false })
      .get('/', (context) => context.redirect('/phone/'))
      .get('/favicon.ico', (context) => context.body(null, 404))
      .route('/_sim/v1', controlRoutes(world.worlds))
      .get('/phone/*', (context) => phonePage(world, context.req.raw) ?? context.notFound())
      .onError((error) => {
        if (error instanceof Problem) return problemResponse(error);
        throw error;
      });
    return own.fetch(request);
  };
}

/** Browsers ask for the icon by themselves: that there is none is no gap. */
const ownPaths: ReadonlySet<string> = new Set(['/', '/phone', '/favicon.ico']);

/** The paths of the simulator itself; all others are WeChat's, or a gap. */
function isOwnPath(path: string): boolean {
  return ownPaths.has(path) || path.startsWith('/phone/') || path.startsWith('/_sim/');
}
