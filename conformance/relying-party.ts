/**
 * A relying party and a browser for the modules of this folder. Each file is named after a module of the OpenID Foundation's
 * conformance suite and holds the behaviour that can be checked without their servers; the requests are real HTTP.
 */
import { createHash, randomBytes } from 'node:crypto';
import { systemClock } from '@mingpian/wechat/system';
import {
  type Browser,
  browser,
  callback,
  type SignInWorld,
  signInWorld,
} from '../packages/gateway/test/login/browser.ts';

export const secret = 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1';
export { openidOf, pushAccount } from '../packages/gateway/test/login/browser.ts';

export const redirectUri = 'https://shop.test.invalid/cb';

export const shop = {
  client_id: 'shop',
  client_secret: secret,
  name: '半盏茶铺',
  redirect_uris: [redirectUri],
  post_logout_redirect_uris: ['https://shop.test.invalid/bye'],
};

export interface Flow {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
  /** Path of the authorisation request. */
  readonly path: string;
}

export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, string> & { error?: string };
}

/** A gateway with the client `shop` and whatever else a module needs; OpenID Connect goes by the real time. */
export function openIdWorld(fields: Record<string, unknown> = {}, clock = systemClock): Promise<SignInWorld> {
  return signInWorld({ clients: [shop], ...fields }, { clock });
}

/** An authorisation request; a parameter that is undefined is left out. */
export function flow(parameters: Record<string, string | undefined> = {}): Flow {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(8).toString('hex');
  const nonce = randomBytes(8).toString('hex');
  const query = new URLSearchParams();
  const all = {
    response_type: 'code',
    client_id: 'shop',
    redirect_uri: redirectUri,
    scope: 'openid',
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) query.set(name, value);
  return { verifier, state, nonce, path: `/oauth2/authorize?${query}` };
}

/** Follows the gateway's redirects, through a WeChat where `person` allows, up to the first address that is not its own. */
export async function walk(world: SignInWorld, visitor: Browser, path: string, person = 'xiaoming') {
  const { gateway, codes } = world;
  let visit = { location: path } as Awaited<ReturnType<Browser['get']>>;
  for (let step = 0; step < 13 && visit.location !== ''; step++) {
    const next = new URL(visit.location, gateway.urls.public);
    if (next.pathname === '/connect/oauth2/authorize') {
      visit = await visitor.get(callback(next.href, codes.of(person)));
    } else if (next.origin === gateway.urls.public) {
      visit = await visitor.get(`${next.pathname}${next.search}`);
    } else break;
  }
  return visit;
}

/** Signs in and answers the parameters that came back to the client. */
export async function authorize(world: SignInWorld, visitor: Browser, path: string, person?: string) {
  const visit = await walk(world, visitor, path, person);
  return visit.location === '' ? new URLSearchParams() : new URL(visit.location).searchParams;
}

/** Presses a button of the page that explains; answers where the browser is sent. */
export async function press(visitor: Browser, page: { body: string }, button: 'with the name' | 'without it') {
  const form = /<form method="post" action="([^"]+)"><input type="hidden" name="return_to" value="([^"]+)"/;
  const [, action = '', returnTo = ''] = form.exec(page.body) ?? [];
  const without = button === 'without it' ? { name: 'no' } : {};
  return (await visitor.post(action, { return_to: returnTo, ...without })).location;
}

export function newBrowser({ gateway }: SignInWorld): Browser {
  return browser(gateway);
}

/** The token endpoint, as the client `shop` unless something else is said. */
export async function token(
  { gateway }: SignInWorld,
  form: Record<string, string>,
  client: { id: string; secret?: string } | undefined = { id: 'shop', secret },
): Promise<TokenReply> {
  return post(gateway.url('/oauth2/token'), form, client);
}

export async function post(
  address: string,
  form: Record<string, string>,
  client?: { id: string; secret?: string },
): Promise<TokenReply> {
  const reply = await fetch(address, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(client?.secret === undefined
        ? {}
        : { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` }),
    },
    body: new URLSearchParams({
      ...form,
      ...(client !== undefined && client.secret === undefined ? { client_id: client.id } : {}),
    }),
  });
  const text = await reply.text();
  return { status: reply.status, headers: reply.headers, body: text === '' ? {} : JSON.parse(text) };
}

export function exchange(world: SignInWorld, code: string, { verifier }: Flow, more: Record<string, string> = {}) {
  return token(world, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
    ...more,
  });
}

/** From the request to the tokens. */
export async function signedIn(
  world: SignInWorld,
  parameters: Record<string, string | undefined> = {},
  person?: string,
) {
  const visitor = newBrowser(world);
  const request = flow(parameters);
  const answer = await authorize(world, visitor, request.path, person);
  const reply = await exchange(world, answer.get('code') ?? '', request);
  return { visitor, request, answer, reply, claims: idTokenClaims(reply.body.id_token ?? '') };
}

/** The payload, unverified: what it says. */
export function idTokenClaims(idToken: string): Record<string, unknown> {
  const payload = idToken.split('.')[1] ?? '';
  return payload === '' ? {} : JSON.parse(Buffer.from(payload, 'base64url').toString());
}

export async function userinfo({ gateway }: SignInWorld, accessToken: string) {
  const reply = await fetch(gateway.url('/oauth2/userinfo'), { headers: { authorization: `Bearer ${accessToken}` } });
  return { status: reply.status, claims: (await reply.json()) as Record<string, unknown> };
}
