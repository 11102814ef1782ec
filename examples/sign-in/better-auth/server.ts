// better-auth with its generic OAuth plugin, here in Hono and without a database: the session is a cookie.
import { serve } from '@hono/node-server';
import { betterAuth } from 'better-auth';
import { genericOAuth } from 'better-auth/plugins';
import { type Context, Hono } from 'hono';
import { html } from 'hono/html';

const { ISSUER = '', CLIENT_ID = '', CLIENT_SECRET = '', PUBLIC_URL = '' } = process.env;

const auth = betterAuth({
  baseURL: PUBLIC_URL,
  plugins: [
    genericOAuth({
      config: [
        {
          providerId: 'mingpian',
          discoveryUrl: `${ISSUER}/.well-known/openid-configuration`,
          issuer: ISSUER,
          clientId: CLIENT_ID,
          clientSecret: CLIENT_SECRET,
          scopes: ['openid', 'profile'],
          pkce: true,
          requireIdTokenVerification: true,
          // WeChat tells no address of mail, and better-auth wants one: this one leads nowhere and is nobody else's.
          mapProfileToUser: ({ sub, nickname }) => ({ name: nickname ?? sub, email: `${sub}@wechat.invalid` }),
        },
      ],
    }),
  ],
});

const app = new Hono();

app.on(['GET', 'POST'], '/api/auth/*', (c) => auth.handler(c.req.raw));

app.get('/', async (c) => {
  const session = await auth.api.getSession({ headers: c.req.raw.headers });
  return c.html(
    session
      ? html`<!doctype html><title>${session.user.name}</title><h1>Hello, ${session.user.name}</h1>
          <a href="/sign-out">Sign out</a>`
      : html`<!doctype html><title>Nobody</title><a href="/sign-in">Sign in with WeChat</a>`,
  );
});

// Pages with script call authClient.signIn.social({ provider: 'mingpian' }) and authClient.signOut() instead.
app.get('/sign-in', async (c) => {
  const body = { provider: 'mingpian', callbackURL: '/', errorCallbackURL: '/' };
  const { headers, response } = await auth.api.signInSocial({ body, returnHeaders: true });
  return leave(c, headers, response.url);
});

// The gateway is asked to sign out as well, and leads back.
app.get('/sign-out', async (c) => {
  const body = { callbackURL: '/' };
  const { headers, response } = await auth.api.signOut({ body, headers: c.req.raw.headers, returnHeaders: true });
  return leave(c, headers, response.url);
});

function leave(c: Context, headers: Headers, url = '/'): Response {
  for (const cookie of headers.getSetCookie()) c.header('set-cookie', cookie, { append: true });
  return c.redirect(url, 303);
}

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(new URL(PUBLIC_URL).port || 3000) });
