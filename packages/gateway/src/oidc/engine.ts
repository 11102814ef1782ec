/**
 * The OpenID Connect engine, configured: what it may do, what it remembers where, and which words of ours it shows. It is
 * made anew when the signing keys change, so that a rotation needs no restart.
 */
import type { AllClientMetadata, Configuration, KoaContextWithOIDC, Provider } from 'oidc-provider';
import { createCookies, sessionLifetime } from '../login/cookies.ts';
import { requestPath } from '../login/paths.ts';
import { chosenLanguage } from '../pages/language.ts';
import type { Parts } from '../parts.ts';
import { afterwards } from './afterwards.ts';
import type { Answered } from './answered.ts';
import { artifactAdapter } from './artifacts.ts';
import { anew } from './asked-anew.ts';
import { questions } from './auth-time.ts';
import { claimsOfScopes, findSubject } from './claims.ts';
import { type Clients, comesBackTo, pkceProperty } from './clients.ts';
import { readyMadeSubject } from './ending.ts';
import { loadGrant } from './grants.ts';
import { isLoopbackAddress } from './loopback.ts';
import { engineFetch } from './outgoing.ts';
import { checkRegistration } from './registration.ts';
import { showLogout, showProblem, showSignedOut } from './shown.ts';
import { publishedKeys, type SigningKey } from './signing-keys.ts';
import { createSubjects } from './subject.ts';

/** Lifetimes in seconds. */
export const lifetimes = {
  code: 60,
  token: 3600,
  refreshToken: 30 * 86_400,
  grant: 90 * 86_400,
  /** A request that waits for somebody to sign in. */
  request: 1800,
  session: sessionLifetime,
} as const;

/** How long a node goes on with the keys it has seen, in milliseconds. */
const keysSeenFor = 60_000;

export interface Engine {
  /** The engine with the keys of this moment. */
  current(): Promise<Provider>;
  /** What answers requests of the engine's own addresses at this moment. */
  answering(): Promise<Answer>;
  /** Hears of a client that could not be told of a sign-out. */
  onUntold(listener: (notice: UntoldSignOut) => void): void;
}

type Answer = ReturnType<Provider['callback']>;

interface Made {
  readonly provider: Provider;
  readonly answer: Answer;
  /** The ids of its keys. */
  readonly keys: string;
  seenAt: number;
}

export interface UntoldSignOut {
  readonly clientId: string;
  readonly personId: string;
  readonly sid: string | undefined;
}

export function createEngine(parts: Parts, clients: Clients, answered: Answered): Engine {
  const { clock } = parts;
  let made: Made | undefined;
  let making: Promise<Made> | undefined;
  let untold: (notice: UntoldSignOut) => void = () => {};

  async function renew(): Promise<Made> {
    const seenAt = clock.now();
    const published = await publishedKeys(parts);
    const keys = published.map(({ kid }) => kid).join();
    if (made?.keys === keys) made.seenAt = seenAt;
    else {
      const provider = await makeProvider(parts, clients, answered, published, (notice) => untold(notice));
      made = { provider, answer: provider.callback(), keys, seenAt };
    }
    return made;
  }

  async function fresh(): Promise<Made> {
    if (made !== undefined && Math.abs(clock.now() - made.seenAt) < keysSeenFor) return made;
    making ??= renew().finally(() => {
      making = undefined;
    });
    return making;
  }

  return {
    current: async () => (await fresh()).provider,
    answering: async () => (await fresh()).answer,
    onUntold(listener) {
      untold = listener;
    },
  };
}

type Errors = typeof import('oidc-provider')['errors'];

async function makeProvider(
  parts: Parts,
  clients: Clients,
  answered: Answered,
  keys: readonly SigningKey[],
  untold: (notice: UntoldSignOut) => void,
): Promise<Provider> {
  // Loaded at the first use: commands and gateways without clients do without it.
  const { Provider, errors, interactionPolicy } = await import('oidc-provider');
  const { accounts, config, log } = parts;
  const consumedMeanwhile = () => new errors.InvalidGrant('already consumed');
  const provider = new Provider(config.publicUrl, {
    ...configuration(parts, clients, { errors, policy: questions(interactionPolicy, anew(parts, clients)) }),
    jwks: { keys: [...keys] },
    clients: [...clients.writtenMetadata],
    adapter(model) {
      if (model === 'Client') return clientAdapter(clients, parts);
      const artifacts = artifactAdapter(model, { ...parts, consumedMeanwhile });
      return model === 'Interaction' ? answered.kept(artifacts) : artifacts;
    },
    findAccount: (ctx, sub) =>
      findSubject(
        sub,
        async () => {
          const client = ctx.oidc.client === undefined ? undefined : await clients.find(ctx.oidc.client.clientId);
          return client?.account === undefined ? undefined : accounts.byName(client.account);
        },
        parts,
      ),
  });
  // Behind TLS of a proxy the engine learns the scheme from the header that the mount writes.
  provider.proxy = config.publicUrl.startsWith('https:');
  allowAnyLoopback(provider, clients);
  provider.use(afterwards(parts, { clients, answered, jar: createCookies(config.publicUrl) }));
  provider.on('server_error', (_ctx, error) => log.error({ error }, 'OpenID Connect failed'));
  const refused = (ctx: KoaContextWithOIDC, error: { error?: string }) =>
    log.info({ client: ctx.oidc?.client?.clientId, route: ctx.oidc?.route, problem: error.error }, 'refused');
  provider.on('grant.error', refused);
  provider.on('authorization.error', refused);
  provider.on('introspection.error', refused);
  provider.on('revocation.error', refused);
  provider.on('backchannel.error', (_ctx, error, client, personId, sid) => {
    log.warn({ client: client.clientId, error }, 'a client could not be told of a sign-out; it will be tried again');
    untold({ clientId: client.clientId, personId, sid: sid ?? undefined });
  });
  return provider;
}

function configuration(
  parts: Parts,
  clients: Clients,
  { errors, policy }: { errors: Errors; policy: ReturnType<typeof questions> },
): Configuration {
  const { config } = parts;
  const subjectOf = createSubjects(parts);
  const secure = config.publicUrl.startsWith('https:');
  const { session, request, resume } = createCookies(config.publicUrl).engine;
  const cookieOptions = { httpOnly: true, sameSite: 'lax', secure } as const;
  return {
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      userinfo: '/oauth2/userinfo',
      introspection: '/oauth2/introspect',
      revocation: '/oauth2/revoke',
      end_session: '/oauth2/logout',
      jwks: '/oauth2/jwks',
      registration: '/oauth2/register',
    },
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    subjectTypes: ['pairwise', 'public'],
    scopes: ['openid', 'offline_access'],
    claims: { auth_time: null, iss: null, sid: null, ...claimsOfScopes },
    // Many libraries look for the profile in the id token alone.
    conformIdTokenClaims: false,
    allowOmittingSingleRegisteredRedirectUri: false,
    clientDefaults: {
      grant_types: ['authorization_code'],
      response_types: ['code'],
      subject_type: 'pairwise',
      // What the specification of registration says of clients that say nothing; ours say ES256.
      id_token_signed_response_alg: 'RS256',
      token_endpoint_auth_method: 'client_secret_basic',
    },
    enabledJWA: {
      idTokenSigningAlgValues: ['RS256', 'ES256'],
      userinfoSigningAlgValues: ['RS256', 'ES256'],
      clientAuthSigningAlgValues: [],
    },
    discovery: { ui_locales_supported: ['zh-CN', 'en'], claims_locales_supported: undefined },
    cookies: {
      names: { session, interaction: request, resume },
      long: { ...cookieOptions, path: '/' },
      short: cookieOptions,
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: true },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => client.clientSecret !== undefined && token.clientId === client.clientId,
      },
      revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => showLogout(ctx, form, { ...parts, clients }),
        postLogoutSuccessSource: (ctx) => showSignedOut(ctx, { ...parts, clients }),
      },
      ...(config.registrationToken === undefined
        ? {}
        : { registration: { enabled: true, initialAccessToken: config.registrationToken } }),
    },
    pkce: { required: (_ctx, client) => client[pkceProperty] !== 'optional' },
    extraClientMetadata: {
      properties: [pkceProperty],
      validator(ctx, _key, _value, metadata) {
        // Our own registry has no context.
        if (ctx !== undefined) checkRegistration(metadata, (reason) => new errors.InvalidClientMetadata(reason));
      },
    },
    // To the engine every client is pairwise, so that it asks here for every subject.
    async pairwiseIdentifier(_ctx, personId, { clientId }) {
      const ready = readyMadeSubject(personId);
      if (ready !== undefined) return ready;
      const client = await clients.find(clientId);
      return client === undefined ? personId : subjectOf(client, personId);
    },
    sectorIdentifierUriValidate: () => false,
    // Which client it is, is known only where one authenticates; see `afterwards.ts` for the rest.
    clientBasedCORS(_ctx, origin, { clientId, redirectUris = [] }) {
      const anyLoopbackRedirect = clients.written(clientId)?.anyLoopbackRedirect === true;
      return comesBackTo({ redirectUris, anyLoopbackRedirect }, origin);
    },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client, source) =>
      client.grantTypeAllowed('refresh_token') && source.scopes.has('offline_access'),
    loadExistingGrant: (ctx) => loadGrant(ctx, clients),
    interactions: {
      policy,
      url(_ctx, { uid, params }) {
        const language = chosenLanguage(String(params.ui_locales ?? ''));
        return language === undefined ? requestPath(uid) : `${requestPath(uid)}?lang=${language}`;
      },
    },
    renderError: (ctx, out, error) => showProblem(ctx, { out, error }, { ...parts, clients }),
    fetch: engineFetch(config.privateHosts),
    ttl: {
      AccessToken: lifetimes.token,
      AuthorizationCode: lifetimes.code,
      IdToken: lifetimes.token,
      RefreshToken: lifetimes.refreshToken,
      Grant: lifetimes.grant,
      Interaction: lifetimes.request,
      Session: lifetimes.session,
    },
  };
}

function clientAdapter(clients: Clients, { log }: Pick<Parts, 'log'>) {
  const nothing = async () => undefined;
  return {
    find: (id: string) => clients.storedMetadata(id),
    async upsert(id: string, metadata: AllClientMetadata) {
      await clients.register(id, metadata);
      log.info({ client: id }, 'a client has registered');
    },
    findByUid: nothing,
    findByUserCode: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  };
}

/** For clients that try things out beside a simulator, every address of this machine is a registered one. */
function allowAnyLoopback(provider: Provider, clients: Clients): void {
  const prototype = provider.Client.prototype;
  for (const check of ['redirectUriAllowed', 'postLogoutRedirectUriAllowed'] as const) {
    const exact = prototype[check];
    prototype[check] = function (this: InstanceType<Provider['Client']>, uri: string): boolean {
      return (
        exact.call(this, uri) ||
        (clients.written(this.clientId)?.anyLoopbackRedirect === true && isLoopbackAddress(uri))
      );
    };
  }
}
