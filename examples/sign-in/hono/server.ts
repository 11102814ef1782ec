// Hono with openid-client, everything in signed cookies: runs on Node, Bun, Deno and workers alike.
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { html } from 'hono/html';
import * as openid from 'openid-client';

const { ISSUER = '', CLIENT_ID = '', CLIENT_SECRET, PUBLIC_URL = 'http://127.0.0.1:3000' } = process.env;
const secret = process.env.SESSION_SECRET ?? openid.randomState();
const issuer = new URL(ISSUER);
// Plain http is for a gateway on this machine only.
const local = issuer.protocol === 'http:' ? { execute: [openid.allowInsecureRequests] } : {};
const config = await openid.discovery(issuer, CLIENT_ID, CLIENT_SECRET, undefined, local);

interface SignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}
interface User {
  readonly sub: string;
  readonly name: string;
  readonly idToken: string;
}

const cookie = { path: '/', httpOnly: true, sameSite: 'Lax', secure: PUBLIC_URL.startsWith('https:') } as const;
const write = (c: Context, name: string, value: object, maxAge: number) =>
  setSignedCookie(c, name, JSON.stringify(value), secret, { ...cookie, maxAge });
async function read<T>(c: Context, name: string): Promise<T | undefined> {
  const value = await getSignedCookie(c, secret, name);
  return value ? (JSON.parse(value) as T) : undefined;
}

const app = new Hono();

app.get('/', async (c) => {
  const user = await read<User>(c, 'app');
  return c.html(
    user
      ? html`<!doctype html><title>${user.name}</title><h1>Hello, ${user.name}</h1><a href="/sign-out">Sign out</a>`
      : html`<!doctype html><title>Nobody</title><a href="/sign-in">Sign in with WeChat</a>`,
  );
});

app.get('/sign-in', async (c) => {
  const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
  await write(c, 'app-sign-in', { state, nonce, verifier }, 1800);
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: `${PUBLIC_URL}/callback`,
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return c.redirect(address.href, 303);
});

app.get('/callback', async (c) => {
  const signIn = await read<SignIn>(c, 'app-sign-in');
  if (signIn === undefined) return c.redirect('/', 303);
  deleteCookie(c, 'app-sign-in');
  const tokens = await openid.authorizationCodeGrant(
    config,
    new URL(new URL(c.req.url).search, `${PUBLIC_URL}/callback`),
    {
      expectedState: signIn.state,
      expectedNonce: signIn.nonce,
      pkceCodeVerifier: signIn.verifier,
    },
  );
  const { sub, nickname }: openid.UserInfoResponse = tokens.claims() ?? { sub: '' };
  const user = { sub, name: nickname ?? sub, idToken: tokens.id_token ?? '' };
  await write(c, 'app', user, 86_400);
  return c.redirect('/', 303);
});

app.get('/sign-out', async (c) => {
  const user = await read<User>(c, 'app');
  deleteCookie(c, 'app');
  const address = openid.buildEndSessionUrl(config, {
    id_token_hint: user?.idToken ?? '',
    post_logout_redirect_uri: `${PUBLIC_URL}/`,
  });
  return c.redirect(address.href, 303);
});

app.onError((error, c) => {
  // What the person chose, and what the gateway refused, arrives here as an error of openid-client.
  const code = error instanceof openid.AuthorizationResponseError ? error.error : 'failed';
  return c.html(html`<!doctype html><title>Not signed in</title>${code}`, 400);
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(new URL(PUBLIC_URL).port || 3000) });
