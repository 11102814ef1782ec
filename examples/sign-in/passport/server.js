// Passport with passport-openidconnect. It reads no metadata and does no PKCE, so its client is added with --without-pkce.
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import passport from 'passport';
import { Strategy } from 'passport-openidconnect';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PUBLIC_URL } = process.env;

passport.use(
  new Strategy(
    {
      issuer: ISSUER,
      authorizationURL: `${ISSUER}/oauth2/authorize`,
      tokenURL: `${ISSUER}/oauth2/token`,
      userInfoURL: `${ISSUER}/oauth2/userinfo`,
      clientID: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      callbackURL: `${PUBLIC_URL}/callback`,
      scope: ['profile'],
    },
    (_issuer, { id, displayName }, _context, idToken, done) => done(null, { id, name: displayName ?? id, idToken }),
  ),
);
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
const secure = PUBLIC_URL.startsWith('https:');
const secret = process.env.SESSION_SECRET ?? randomBytes(32).toString('hex');
app.use(
  session({ name: 'app', secret, resave: false, saveUninitialized: false, cookie: { sameSite: 'lax', secure } }),
  passport.session(),
);

app.get('/', ({ user }, response) => {
  const page = user
    ? `<title>${asHtml(user.name)}</title><h1>Hello, ${asHtml(user.name)}</h1><a href="/sign-out">Sign out</a>`
    : '<title>Nobody</title><a href="/sign-in">Sign in with WeChat</a>';
  response.send(`<!doctype html><meta charset="utf-8">${page}`);
});

app.get('/sign-in', passport.authenticate('openidconnect'));
app.get('/callback', passport.authenticate('openidconnect', { successRedirect: '/', failureRedirect: '/' }));

app.get('/sign-out', (request, response, next) => {
  const query = new URLSearchParams({
    id_token_hint: request.user?.idToken ?? '',
    post_logout_redirect_uri: `${PUBLIC_URL}/`,
  });
  request.logout((error) => (error ? next(error) : response.redirect(303, `${ISSUER}/oauth2/logout?${query}`)));
});

app.listen(Number(new URL(PUBLIC_URL).port || 3000), '127.0.0.1');

function asHtml(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
