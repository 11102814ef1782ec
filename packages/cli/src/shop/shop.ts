// The demo shop of `try`: an application that knows OpenID Connect and nothing of WeChat. What it does with openid-client is what
// any application would do; only the tea is invented.

import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as openid from 'openid-client';
import type { Words } from '../language.ts';
import { homePage, type Member, type ShopPage, signInFailedPage } from './pages.ts';

export interface ShopClient {
  readonly issuer: string;
  readonly client_id: string;
  readonly client_secret: string;
}

export interface Shop {
  readonly url: string;
  /** Opens the door: from now on people can sign in. */
  connect(client: ShopClient): void;
  close(): Promise<void>;
}

interface Session {
  readonly member: Member;
  readonly idToken: string;
}

/** A sign-in under way, kept for the browser that began it. */
interface Transaction {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Listens at once, so that its address can be registered; 0 is any free port. */
export async function startShop({ host, port }: { host: string; port: number }): Promise<Shop> {
  const sessions = new Map<string, Session>();
  const transactions = new Map<string, Transaction>();
  let client: ShopClient | undefined;
  let discovered: Promise<openid.Configuration> | undefined;
  let url = '';

  function configuration(): Promise<openid.Configuration> {
    if (client === undefined) throw new Error('The shop is not open yet.');
    const { issuer, client_id, client_secret } = client;
    // Everything is on this machine, so http will do.
    const options = { execute: [openid.allowInsecureRequests] };
    discovered ??= openid
      .discovery(new URL(issuer), client_id, undefined, openid.ClientSecretBasic(client_secret), options)
      .catch((error) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  }

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const verifier = openid.randomPKCECodeVerifier();
    const transaction = { state: openid.randomState(), nonce: openid.randomNonce(), verifier };
    const id = randomBytes(16).toString('hex');
    transactions.set(id, transaction);
    const to = openid.buildAuthorizationUrl(await configuration(), {
      redirect_uri: `${url}/callback`,
      scope: 'openid profile wechat',
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: transaction.state,
      nonce: transaction.nonce,
      ui_locales: languageOf(request) === 'en' ? 'en' : 'zh-CN',
    });
    redirect(response, to.href, cookie('shop-sign-in', id, 1800));
  }

  async function callback(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = cookieOf(request, 'shop-sign-in');
    const transaction = transactions.get(id);
    transactions.delete(id);
    if (transaction === undefined) return redirect(response, '/');
    const config = await configuration();
    const tokens = await openid.authorizationCodeGrant(config, new URL(request.url ?? '/', url), {
      pkceCodeVerifier: transaction.verifier,
      expectedState: transaction.state,
      expectedNonce: transaction.nonce,
    });
    const sub = tokens.claims()?.sub ?? '';
    const info = await openid.fetchUserInfo(config, tokens.access_token, sub);
    const session = randomBytes(16).toString('hex');
    sessions.set(session, {
      member: {
        sub,
        nickname: info.nickname,
        picture: info.picture,
        subscribed: info['urn:mingpian:claim:subscribed'] as boolean | undefined,
      },
      idToken: tokens.id_token ?? '',
    });
    redirect(response, '/', cookie('shop-session', session, 86_400));
  }

  async function signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const id = cookieOf(request, 'shop-session');
    const session = sessions.get(id);
    sessions.delete(id);
    if (session === undefined) return redirect(response, '/', cookie('shop-session', '', 0));
    const to = openid.buildEndSessionUrl(await configuration(), {
      id_token_hint: session.idToken,
      post_logout_redirect_uri: `${url}/`,
    });
    redirect(response, to.href, cookie('shop-session', '', 0));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    const language = languageOf(request);
    if (request.method === 'POST' && pathname === '/sign-out') return signOut(request, response);
    if (request.method !== 'GET') return send(response, 405, plain('method not allowed'));
    if (pathname === '/sign-in') return signIn(request, response);
    if (pathname === '/callback') {
      return callback(request, response).catch((error: { error?: string }) =>
        send(response, 400, signInFailedPage(language, error.error ?? 'invalid_response')),
      );
    }
    if (pathname !== '/') return send(response, 404, plain('not found'));
    const chosen = searchParams.get('lang');
    if (chosen !== null)
      response.setHeader('set-cookie', cookie('shop-language', chosen === 'en' ? 'en' : 'zh', 86_400));
    send(response, 200, homePage(language, sessions.get(cookieOf(request, 'shop-session'))?.member));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => send(response, 500, signInFailedPage(languageOf(request), 'server_error')));
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, host, listening);
  });
  url = `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    connect(given) {
      client = given;
    },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function languageOf(request: IncomingMessage): keyof Words {
  const chosen =
    new URL(request.url ?? '/', 'http://shop').searchParams.get('lang') ?? cookieOf(request, 'shop-language');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return /^en\b/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh';
}

function cookieOf(request: IncomingMessage, name: string): string {
  return new RegExp(`(?:^|; )${name}=([0-9a-z]*)`).exec(request.headers.cookie ?? '')?.[1] ?? '';
}

function cookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
}

function redirect(response: ServerResponse, location: string, setCookie?: string): void {
  response.writeHead(303, { location, ...(setCookie === undefined ? {} : { 'set-cookie': setCookie }) }).end();
}

function plain(text: string): ShopPage {
  return { body: text, policy: "default-src 'none'" };
}

function send(response: ServerResponse, status: number, { body, policy }: ShopPage): void {
  response.writeHead(status, {
    'content-type': `${body.startsWith('<') ? 'text/html' : 'text/plain'}; charset=utf-8`,
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}
