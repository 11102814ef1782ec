/**
 * The clients there are: those of the configuration file, those an operator has added, and those that have registered. They are
 * looked up at each use, so that one which was added, changed or removed counts at once on every node.
 */
import type { AllClientMetadata, ClientMetadata } from 'oidc-provider';
import { clientSchema, shapedClient } from '../config/client-schema.ts';
import type { ClientConfig } from '../config/shape.ts';
import type { Parts } from '../parts.ts';
import type { ClientRow } from '../store/oidc.ts';
import { isLoopbackAddress } from './loopback.ts';

/** The property of the engine's clients that says whether they may do without PKCE. */
export const pkceProperty = 'mingpian_pkce';

export interface Clients {
  find(clientId: string): Promise<ClientConfig | undefined>;
  /** Of the configuration file alone. */
  written(clientId: string): ClientConfig | undefined;
  /** Whether scripts of this origin may call: some client comes back to it. */
  knowsOrigin(origin: string): Promise<boolean>;
  /** Those of the configuration file, as the engine wants them. */
  readonly writtenMetadata: readonly ClientMetadata[];
  /** A client that does not stand in the file, as the engine wants it. */
  storedMetadata(clientId: string): Promise<AllClientMetadata | undefined>;
  /** Keeps a client that has registered itself. */
  register(clientId: string, metadata: AllClientMetadata): Promise<void>;
}

export type ClientParts = Pick<Parts, 'clock' | 'config' | 'sealer' | 'store'>;

export function createClients(parts: ClientParts): Clients {
  const { clock, config, sealer, store } = parts;
  const written = new Map(config.clients.map((client) => [client.clientId, client]));

  async function find(clientId: string): Promise<ClientConfig | undefined> {
    const client = written.get(clientId);
    if (client !== undefined) return client;
    const row = await store.clients.find(clientId);
    return row === undefined ? undefined : readClient(row, parts);
  }

  return {
    find,
    written: (clientId) => written.get(clientId),
    writtenMetadata: config.clients.map(engineMetadata),

    async knowsOrigin(origin) {
      if (config.clients.some((client) => comesBackTo(client, origin))) return true;
      return (await store.clients.list()).some((row) => comesBackTo(readClient(row, parts), origin));
    },

    async storedMetadata(clientId) {
      const row = await store.clients.find(clientId);
      if (row?.origin === 'registered')
        return { ...registeredMetadata(row, parts), ...everySubjectIsOurs, client_id: clientId };
      return row === undefined ? undefined : engineMetadata(readClient(row, parts));
    },

    async register(clientId, { client_secret: secret, ...metadata }) {
      const now = clock.now();
      await store.clients.put({
        clientId,
        metadata: JSON.stringify(metadata),
        secretSealed: secret === undefined ? null : sealSecret(sealer, clientId, secret),
        origin: 'registered',
        createdAt: now,
        changedAt: now,
      });
    },
  };
}

/** The client of a stored row. */
export function readClient(row: ClientRow, { sealer }: Pick<Parts, 'sealer'>): ClientConfig {
  const secret = openSecret(row, sealer);
  if (row.origin === 'operator') {
    const client = shapedClient(clientSchema.parse({ ...JSON.parse(row.metadata), client_id: row.clientId }));
    return secret === undefined ? client : { ...client, clientSecret: secret };
  }
  const metadata: AllClientMetadata = JSON.parse(row.metadata);
  return {
    ...shapedClient(clientSchema.parse({ client_id: row.clientId })),
    name: metadata.client_name ?? row.clientId,
    redirectUris: metadata.redirect_uris ?? [],
    subject: metadata.subject_type ?? 'pairwise',
    // Nobody has vouched for it: people are asked.
    firstParty: false,
  };
}

/** Whether a redirect URI of the client is at this origin. Addresses of apps have none. */
export function comesBackTo(
  { redirectUris, anyLoopbackRedirect }: Pick<ClientConfig, 'redirectUris' | 'anyLoopbackRedirect'>,
  origin: string,
): boolean {
  if (anyLoopbackRedirect && isLoopbackAddress(origin)) return true;
  return redirectUris.some((uri) => /^https?:/.test(uri) && new URL(uri).origin === origin);
}

export function sealSecret(sealer: Parts['sealer'], clientId: string, secret: string): string {
  return sealer.seal(secret, ['clients', 'secret_sealed', clientId]);
}

function openSecret({ clientId, secretSealed }: ClientRow, sealer: Parts['sealer']): string | undefined {
  return secretSealed === null ? undefined : sealer.open(secretSealed, ['clients', 'secret_sealed', clientId]);
}

function registeredMetadata(row: ClientRow, { sealer }: Pick<Parts, 'sealer'>): AllClientMetadata {
  const secret = openSecret(row, sealer);
  return { ...JSON.parse(row.metadata), ...(secret === undefined ? {} : { client_secret: secret }) };
}

/** The engine asks us for subjects of pairwise clients, and wants a sector named where their hosts differ. */
const everySubjectIsOurs = {
  subject_type: 'pairwise',
  sector_identifier_uri: 'https://sector.invalid/',
} as const;

function engineMetadata(client: ClientConfig): ClientMetadata {
  return {
    client_id: client.clientId,
    client_name: client.name,
    application_type: client.type,
    redirect_uris: client.redirectUris.length > 0 ? client.redirectUris : ['http://127.0.0.1/'],
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    response_types: ['code'],
    grant_types: client.scopes.includes('offline_access')
      ? ['authorization_code', 'refresh_token']
      : ['authorization_code'],
    scope: client.scopes.join(' '),
    ...everySubjectIsOurs,
    id_token_signed_response_alg: client.idTokenAlgorithm,
    [pkceProperty]: client.pkce,
    ...(client.clientSecret === undefined
      ? { token_endpoint_auth_method: 'none' }
      : { client_secret: client.clientSecret, token_endpoint_auth_method: 'client_secret_basic' }),
    ...(client.backchannelLogoutUri === undefined
      ? {}
      : { backchannel_logout_uri: client.backchannelLogoutUri, backchannel_logout_session_required: true }),
  };
}
