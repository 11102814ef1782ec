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
import { pageUnderFault } from './faults.ts';
import { gapReply } from './gap.ts';
import { type WechatHost, wechatHostOf } from './hosts.ts';
import { avatarPicture } from './mmopen/avatar.ts';
import type { WireReply } from './reply.ts';

interface Route {
  readonly host: WechatHost;
  answer(world: LiveWorld, request: Request, peer: Peer): Reply | Promise<Reply>;
}

type Reply = Response | WireReply;

const routes: ReadonlyMap<string, Route> = new Map<string, Route>([
  ...apiEndpoints.map((endpoint): [string, Route] => {
    const { host, path } = factOf(endpoint.name);
    return [path, { host, answer: (world, request, peer) => answerApi(world, endpoint, request, peer) }];
  }),
  ['/cgi-bin/showqrcode', { host: 'mp', answer: (world, request) => showqrcode(world, request) }],
  page('/connect/oauth2/authorize', authorizePage),
  page('/connect/oauth2/authorize_reply', authorizeReply),
  page('/connect/qrconnect', qrconnect),
  page('/connect/l/qrconnect', qrconnectStatus),
  page(confirmPath, authorizePage),
]);

function page(
  path: string,
  answer: (world: LiveWorld, request: Request) => Response | Promise<Response>,
): [string, Route] {
  const route: Route = {
    host: 'open',
    answer: (world, request) => pageUnderFault(world, 'authorize', request.signal, () => answer(world, request)),
  };
  return [path, route];
}

/** Every path that is served, the avatars by their prefix. */
export const servedPaths: readonly string[] = [...routes.keys(), '/mmopen/'];

const avatars: Route = {
  host: 'avatar',
  answer: (world, request) => avatarPicture(world, new URL(request.url).pathname),
};

export function answerWechat(world: LiveWorld, request: Request, peer: Peer): Reply | Promise<Reply> {
  const { pathname, host } = new URL(request.url);
  const named = wechatHostOf(request.headers.get('host') ?? host);
  const route = pathname.startsWith('/mmopen/') ? avatars : routes.get(pathname);
  if (route === undefined || (named !== undefined && named !== route.host)) {
    return gapReply(world, request.method, pathname);
  }
  return route.answer(world, request, peer);
}
