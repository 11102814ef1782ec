/** WeChat's hosts on one port: their paths do not overlap, and a request with a real host name gets only that host's. */
import type { LiveWorld, Peer } from '../live-world.ts';
import { answerApi } from './api.ts';
import { showqrcode } from './cgi-bin/showqrcode.ts';
import { authorizePage } from './connect/oauth2/authorize.ts';
import { authorizeReply } from './connect/oauth2/authorize_reply.ts';
import { qrconnect, qrconnectStatus } from './connect/qrconnect.ts';
import { confirmPath } from './connect/website-login.ts';
import { factOf } from './endpoint.ts';
import { apiEndpoints } from './endpoints.ts';
import { gapReply } from './gap.ts';
import { type WechatHost, wechatHostOf } from './hosts.ts';
import { avatarPicture } from './mmopen/avatar.ts';

type Route = (request: Request, peer: Peer) => Response | Promise<Response>;

export function wechatRoutes(world: LiveWorld): Route {
  const routes = new Map<string, { host: WechatHost; answer: Route }>();
  for (const endpoint of apiEndpoints) {
    const { host, path } = factOf(endpoint.name);
    routes.set(path, { host, answer: (request, peer) => answerApi(world, endpoint, request, peer) });
  }
  routes.set('/cgi-bin/showqrcode', { host: 'mp', answer: (request) => showqrcode(world, new URL(request.url)) });
  routes.set('/connect/oauth2/authorize', { host: 'open', answer: (request) => authorizePage(world, request) });
  routes.set('/connect/oauth2/authorize_reply', { host: 'open', answer: (request) => authorizeReply(world, request) });

  routes.set('/connect/qrconnect', { host: 'open', answer: (request) => qrconnect(world, request) });
  routes.set('/connect/l/qrconnect', { host: 'open', answer: (request) => qrconnectStatus(world, request) });
  routes.set(confirmPath, { host: 'open', answer: (request) => authorizePage(world, request) });

  return (request, peer) => {
    const { pathname, host } = new URL(request.url);
    const named = wechatHostOf(request.headers.get('host') ?? host);
    const route = pathname.startsWith('/mmopen/')
      ? { host: 'avatar' as const, answer: () => avatarPicture(world, pathname) }
      : routes.get(pathname);
    if (route === undefined || (named !== undefined && named !== route.host)) {
      return gapReply(world, request.method, pathname);
    }
    return route.answer(request, peer);
  };
}
