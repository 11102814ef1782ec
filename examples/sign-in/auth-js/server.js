// Auth.js in Express 5. It reads AUTH_MINGPIAN_ID, _SECRET and _ISSUER by the provider's id, AUTH_SECRET and AUTH_URL for itself.
import { ExpressAuth, getSession } from '@auth/express';
import express from 'express';

/** @type {import('@auth/express').ExpressAuthConfig} */
const config = {
  providers: [
    {
      id: 'mingpian',
      name: 'WeChat',
      type: 'oidc',
      checks: ['pkce', 'state', 'nonce'],
      profile: ({ sub, nickname, picture }) => ({ id: sub, name: nickname ?? sub, image: picture }),
    },
  ],
};

const app = express();
app.use('/auth', ExpressAuth(config));

app.get('/', async (request, response) => {
  const session = await getSession(request, config);
  const page = session
    ? `<title>${asHtml(session.user.name)}</title><a href="/auth/signout">Sign out</a>`
    : '<title>Nobody</title><a href="/auth/signin">Sign in with WeChat</a>';
  response.send(`<!doctype html><meta charset="utf-8">${page}`);
});

app.listen(Number(new URL(process.env.AUTH_URL).port || 3000), '127.0.0.1');

function asHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
