/**
 * The same OpenID Connect provider twice: the gateway on its store, and the engine alone with its own memory. Both sign with
 * the same kind of key, know one client that must use PKCE and learns a pairwise subject, have the same features and lifetimes,
 * leave cookies unsigned, and take the person for signed in when the request arrives: what is measured is OpenID Connect, not
 * WeChat.
 */
import { createHmac, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Gateway } from '@mingpian/gateway/server';
import { account } from '../account.ts';

export type ProviderName = 'gateway' | 'gateway, in memory' | 'oidc-provider';

export interface RunningProvider {
  readonly origin: string;
  /** With which a browser comes that the provider knows; empty where it needs none. */
  readonly cookie: string;
}

export const client = {
  id: 'shop',
  secret: 'Zq3vT7hK9mXw2bNc5rYd8fLg4sPj6aEu1',
  redirectUri: 'https://shop.example/cb',
} as const;

export const providers: Readonly<Record<ProviderName, () => Promise<RunningProvider>>> = {
  gateway: () => gateway(),
  'gateway, in memory': () => gateway('sqlite::memory:'),
  'oidc-provider': bare,
};

export const shop = { client_id: client.id, client_secret: client.secret, redirect_uris: [client.redirectUri] };

async function gateway(database?: string): Promise<RunningProvider> {
  const { runGateway } = await import('../gateway/running.ts');
  const running = await runGateway({ clients: [shop] }, database);
  return { origin: running.urls.public, cookie: await signedIn(running) };
}

/** The cookie of somebody whom the gateway knows. */
export async function signedIn({ parts, urls }: Gateway): Promise<string> {
  const { createCookies } = await import('@mingpian/gateway/login/cookies');
  const { openSession } = await import('@mingpian/gateway/login/sessions');
  const openid = 'oNmh1t6Ca9Yd3rVhbLkpQe7w_Xs0';
  const service = parts.accounts.byName('service');
  if (service === undefined) throw new Error('the gateway has no account');
  const now = Date.now();
  await parts.people.see({ account: service, openid, origin: 'login', at: now });
  const person = await parts.people.find(account.appId, openid);
  const session = randomBytes(32).toString('hex');
  await openSession(
    session,
    { personId: person?.id ?? '', account: service.name, appId: account.appId, openid, trace: '{}', actedAt: null },
    parts.store,
    now,
  );
  const [cookie = ''] = createCookies(urls.public).signIn(session).split(';');
  return cookie;
}

async function bare(): Promise<RunningProvider> {
  const { default: Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const subjectKey = createSecretKey(randomBytes(32));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const provider = new Provider(origin, {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [client.redirectUri],
        id_token_signed_response_alg: 'ES256',
        subject_type: 'pairwise',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }] as never },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    routes: { authorization: '/oauth2/authorize', token: '/oauth2/token', userinfo: '/oauth2/userinfo' },
    cookies: { long: { httpOnly: true, sameSite: 'lax', path: '/' }, short: { httpOnly: true, sameSite: 'lax' } },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      backchannelLogout: { enabled: true },
    },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    subjectTypes: ['pairwise', 'public'],
    pairwiseIdentifier: (_ctx, id, { clientId }) =>
      createHmac('sha256', subjectKey)
        .update(JSON.stringify([clientId, id]))
        .digest('base64url'),
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    interactions: { url: (_ctx, { uid }) => `/login/request/${uid}` },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      IdToken: 3600,
      Grant: 7_776_000,
      Interaction: 1800,
      Session: 604_800,
    },
  });
  const handle = provider.callback();
  const personId = randomBytes(16).toString('hex');
  server.on('request', async (request, response) => {
    if (request.url?.startsWith('/login/request/') !== true) return handle(request, response);
    const grant = new provider.Grant({ accountId: personId, clientId: client.id });
    grant.addOIDCScope('openid');
    const grantId = await grant.save();
    const result = { login: { accountId: personId }, consent: { grantId } };
    const location = await provider.interactionResult(request, response, result);
    response.writeHead(303, { location }).end();
  });
  return { origin, cookie: '' };
}
