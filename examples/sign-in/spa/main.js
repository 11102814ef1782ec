// A page without a server of its own. Its client is public: no secret, PKCE, and CORS for the origin of its redirect URI.
import { UserManager } from 'oidc-client-ts';

const here = `${location.origin}/`;
const manager = new UserManager({
  authority: import.meta.env.VITE_ISSUER,
  client_id: import.meta.env.VITE_CLIENT_ID,
  redirect_uri: here,
  post_logout_redirect_uri: here,
  scope: 'openid profile',
  loadUserInfo: true,
  // Renewal would need a frame, and the gateway lets nobody frame it.
  automaticSilentRenew: false,
});

const query = new URLSearchParams(location.search);
if (query.has('state')) {
  try {
    if (query.has('code') || query.has('error')) await manager.signinCallback();
    else await manager.signoutCallback();
  } finally {
    history.replaceState(null, '', '/');
  }
}

const user = await manager.getUser();
const name = user ? (user.profile.nickname ?? user.profile.sub) : 'Nobody';
document.title = name;
document.querySelector('h1').textContent = name;
const button = document.querySelector('button');
button.textContent = user ? 'Sign out' : 'Sign in with WeChat';
button.onclick = () => (user ? manager.signoutRedirect() : manager.signinRedirect());
button.hidden = false;
