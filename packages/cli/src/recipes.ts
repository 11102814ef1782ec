// What common relying parties want to be told about a client: `client add --for NAME` prints it, and `examples/sign-in` runs with it.

/** What an application has to know. */
export interface KnownClient {
  readonly issuer: string;
  readonly clientId: string;
  /** Left out by applications that cannot keep one. */
  readonly clientSecret?: string | undefined;
  readonly redirectUri: string;
}

export interface Recipe {
  readonly title: string;
  /** Where the application waits for people to come back. */
  readonly callbackPath: string;
  /** Where the text belongs. */
  readonly file: string;
  /** What the client needs beside its addresses, as `clients:` in the file has it. */
  readonly fields?: Readonly<Record<string, string>>;
  /** It cannot keep a secret. */
  readonly isPublic?: true;
  /** Ready to be used, with a newline at its end. */
  text(client: KnownClient): string;
}

const environment = (callbackPath: string, title: string): Recipe => ({
  title,
  callbackPath,
  file: '.env',
  text: ({ issuer, clientId, clientSecret, redirectUri }) =>
    lines(
      `ISSUER=${issuer}`,
      `CLIENT_ID=${clientId}`,
      clientSecret && `CLIENT_SECRET=${clientSecret}`,
      `PUBLIC_URL=${new URL(redirectUri).origin}`,
    ),
});

/** Auth.js finds these by the id of the provider. */
const authJs = (callbackPath: string, title: string): Recipe => ({
  title,
  callbackPath,
  file: '.env',
  text: ({ issuer, clientId, clientSecret, redirectUri }) =>
    lines(
      `AUTH_MINGPIAN_ISSUER=${issuer}`,
      `AUTH_MINGPIAN_ID=${clientId}`,
      clientSecret && `AUTH_MINGPIAN_SECRET=${clientSecret}`,
      `AUTH_URL=${new URL(callbackPath.replace(/\/callback\/mingpian$/, ''), redirectUri).href}`,
    ),
});

const apache: Recipe = {
  title: 'Apache, mod_auth_openidc',
  callbackPath: '/signed-in',
  file: 'mingpian.conf',
  text: ({ issuer, clientId, clientSecret, redirectUri }) =>
    lines(
      `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration`,
      `OIDCClientID ${clientId}`,
      clientSecret && `OIDCClientSecret ${clientSecret}`,
      `OIDCRedirectURI ${redirectUri}`,
      'OIDCScope "openid profile"',
      'OIDCPKCEMethod S256',
      'OIDCRemoteUserClaim nickname',
    ),
};

const spa: Recipe = {
  title: 'oidc-client-ts in the browser',
  callbackPath: '/',
  isPublic: true,
  file: '.env',
  text: ({ issuer, clientId }) => lines(`VITE_ISSUER=${issuer}`, `VITE_CLIENT_ID=${clientId}`),
};

const written = {
  express: environment('/callback', 'Express, openid-client'),
  hono: environment('/callback', 'Hono, openid-client'),
  // It cannot do PKCE.
  passport: { ...environment('/callback', 'Passport, passport-openidconnect'), fields: { pkce: 'optional' } },
  'better-auth': environment('/api/auth/callback/mingpian', 'better-auth, generic OAuth'),
  'auth-js': authJs('/auth/callback/mingpian', 'Auth.js on Express'),
  next: authJs('/api/auth/callback/mingpian', 'Next.js, Auth.js'),
  apache,
  spa,
} satisfies Readonly<Record<string, Recipe>>;

export type RecipeName = keyof typeof written;

export const recipes: Readonly<Record<RecipeName, Recipe>> = written;

function lines(...given: readonly (string | undefined)[]): string {
  return given.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join('');
}
