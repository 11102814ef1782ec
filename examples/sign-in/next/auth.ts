// Auth.js reads AUTH_MINGPIAN_ID, _SECRET and _ISSUER by the provider's id, AUTH_SECRET and AUTH_URL for itself.
import NextAuth from 'next-auth';

export const { handlers, auth, signIn, signOut } = NextAuth({
  providers: [
    {
      id: 'mingpian',
      name: 'WeChat',
      type: 'oidc',
      checks: ['pkce', 'state', 'nonce'],
      profile: ({ sub, nickname, picture }) => ({ id: sub, name: nickname ?? sub, image: picture }),
    },
  ],
});
