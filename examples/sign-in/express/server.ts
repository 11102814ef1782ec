// Express 5 with openid-client: an application that knows OpenID Connect and nothing of WeChat.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import * as openid from 'openid-client';

declare module 'express-session' {
  interface SessionData {
    signIn: { readonly state: string; readonly nonce: string; readonly verifier: string };
    user: { readonly sub: string; readonly name: string; readonly idToken: string };
  }
}

const { ISSUER = '', CLIENT_ID = '', CLIENT_SECRET, PUBLIC_URL = 'http://127.0.0.1:3000' } = process.env;
const issuer = new URL(ISSUER);
// Plain http is for a gateway on this machine only.
const local = issuer.protocol === 'http:' ? { execute: [openid.allowInsecureRequests] } : {};
const config = await openid.discovery(issuer, CLIENT_ID, CLIENT_SECRET, undefined, local);

const app = express();
app.use(
  session({
    name: 'app',
    secret: process.env.SESSION_SECRET ?? randomBytes(32).toString('hex'),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'lax', secure: PUBLIC_URL.startsWith('https:') },
  }),
);

app.get('/', ({ session: { user } }, response) => {
  const page = user
    ? `<title>${asHtml(user.name)}</title><h1>Hello, ${asHtml(user.name)}</h1><a href="/sign-out">Sign out</a>`
    : '<title>Nobody</title><a href="/sign-in">Sign in with WeChat</a>';
  response.send(`<!doctype html><meta charset="utf-8">${page}`);
});

app.get('/sign-in', async ({ session }, response) => {
  const [state, nonce, verifier] = [openid.randomState(), openid.randomNonce(), openid.randomPKCECodeVerifier()];
  session.signIn = { state, nonce, verifier };
  const address = openid.buildAuthorizationUrl(config, {
    redirect_uri: `${PUBLIC_URL}/callback`,
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  response.redirect(303, address.href);
});

app.get('/callback', async ({ session, url }, response) => {
  const { signIn } = session;
  if (signIn === undefined) return response.redirect(303, '/');
  const tokens = await openid.authorizationCodeGrant(config, new URL(url, PUBLIC_URL), {
    expectedState: signIn.state,
    expectedNonce: signIn.nonce,
    pkceCodeVerifier: signIn.verifier,
  });
  const { sub, nickname }: openid.UserInfoResponse = tokens.claims() ?? { sub: '' };
  // A new session, so that nobody can have known its id before.
  session.regenerate(() => {
    response.req.session.user = { sub, name: nickname ?? sub, idToken: tokens.id_token ?? '' };
    response.redirect(303, '/');
  });
});

app.get('/sign-out', ({ session }, response) => {
  const address = openid.buildEndSessionUrl(config, {
    id_token_hint: session.user?.idToken ?? '',
    post_logout_redirect_uri: `${PUBLIC_URL}/`,
  });
  session.destroy(() => response.redirect(303, address.href));
});

app.use(((error, _request, response, _next) => {
  // What the person chose, and what the gateway refused, arrives here as an error of openid-client.
  response.status(400).send(`<!doctype html><title>Not signed in</title>${asHtml(String(error.error ?? 'failed'))}`);
}) satisfies express.ErrorRequestHandler);

app.listen(Number(new URL(PUBLIC_URL).port || 3000), '127.0.0.1');

function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
