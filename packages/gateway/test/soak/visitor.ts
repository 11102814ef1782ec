/** Somebody who signs in at a shop that speaks OpenID Connect; each request goes to the node that a balancer would choose. */
import { createHash } from 'node:crypto';
import { type Browser, browser, callback } from '../login/browser.ts';
import type { WeChatServer } from './wechat-server.ts';

const secret = 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1';
const redirectUri = 'https://shop.test.invalid/cb';
const verifier = 'v'.repeat(64);

/** The shop, as the configuration writes it. */
export const shop = { client_id: 'shop', client_secret: secret, name: '半盏茶铺', redirect_uris: [redirectUri] };

export interface Ending {
  /** `code`: back at the shop with a code. `refused`: back without. `page`: a page of the gateway. `broken`: no answer. */
  readonly kind: 'code' | 'refused' | 'page' | 'broken';
  readonly status: number;
  readonly code: string;
  /** How often the way led through WeChat. */
  readonly throughWeChat: number;
}

/** A browser whose requests go wherever `route` says at that moment. */
export function visitorOf(route: () => string): Browser {
  return browser({ url: (path) => `${route()}${path}` });
}

export function authorisePath(state: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: shop.client_id,
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `/oauth2/authorize?${query}`;
}

/**
 * Follows redirects from a path of the gateway to where they end; at WeChat the visitor agrees at once. `arrive` may look at
 * the callback address and load it as it likes; left out, it is loaded once.
 */
export async function walk(
  visitor: Browser,
  path: string,
  { wechat, name, arrive }: { wechat: WeChatServer; name: string; arrive?: (address: string) => Promise<Ending> },
): Promise<Ending> {
  let throughWeChat = 0;
  let next = path;
  for (let step = 0; step < 24; step++) {
    const visit = await visitor.get(next).catch(() => undefined);
    if (visit === undefined) return { kind: 'broken', status: 0, code: '', throughWeChat };
    const { status, location } = visit;
    if (location === '') return { kind: 'page', status, code: '', throughWeChat };
    const target = new URL(location, 'http://gateway.invalid');
    if (target.origin === new URL(redirectUri).origin) {
      const code = target.searchParams.get('code') ?? '';
      return { kind: code === '' ? 'refused' : 'code', status, code, throughWeChat };
    }
    if (target.pathname === '/connect/oauth2/authorize') {
      throughWeChat += 1;
      next = callback(target.href, wechat.codeOf(name));
      if (arrive !== undefined && throughWeChat === 1) return arrive(next);
    } else next = `${target.pathname}${target.search}`;
  }
  return { kind: 'page', status: 310, code: '', throughWeChat };
}

/** The status of the token endpoint's answer: 200 for the one who may have the tokens. */
export async function redeem(node: string, code: string): Promise<number> {
  const reply = await fetch(`${node}/oauth2/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(`${shop.client_id}:${secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  await reply.arrayBuffer();
  return reply.status;
}
