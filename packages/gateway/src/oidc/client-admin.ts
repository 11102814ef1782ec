/** What an operator does with clients that do not stand in the file. A secret is shown once, when it is made. */

import { checkClient } from '../config/client-guard.ts';
import { clientSchema, shapedClient } from '../config/client-schema.ts';
import { ConfigError } from '../config/error.ts';
import type { ClientConfig } from '../config/shape.ts';
import { newHandle } from '../ids.ts';
import type { Parts } from '../parts.ts';
import { readClient, sealSecret } from './clients.ts';

type AdminParts = Pick<Parts, 'clock' | 'config' | 'random' | 'sealer' | 'store' | 'wechatClock'>;

export class ClientError extends Error {
  override readonly name = 'ClientError';
  readonly code: 'client_exists' | 'client_unknown' | 'client_without_secret';

  constructor(code: ClientError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** The fields of `clients:` in the file, without the secret. */
export interface NewClient {
  readonly client_id: string;
  readonly [field: string]: unknown;
}

/** Adds a client; with a secret unless it is `public`. @throws {ConfigError} @throws {ClientError} */
export async function addClient(
  parts: AdminParts,
  fields: NewClient,
  { isPublic = false } = {},
): Promise<{ clientId: string; clientSecret?: string }> {
  const { clock, config, sealer, store, wechatClock } = parts;
  const parsed = clientSchema.safeParse(fields);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(String(issue?.path.join('.') ?? ''), issue?.message ?? 'is not valid.');
  }
  const clientId = parsed.data.client_id;
  const clientSecret = isPublic ? undefined : newSecret(parts);
  const client = { ...shapedClient(parsed.data), ...(clientSecret === undefined ? {} : { clientSecret }) };
  checkClient(client, (name) => name, config, wechatClock.now());
  if (config.clients.some((each) => each.clientId === clientId) || (await store.clients.find(clientId)) !== undefined) {
    throw new ClientError('client_exists', `A client ${clientId} is there already.`);
  }
  const now = clock.now();
  const { client_id: _clientId, ...metadata } = fields;
  await store.clients.put({
    clientId,
    metadata: JSON.stringify(metadata),
    secretSealed: clientSecret === undefined ? null : sealSecret(sealer, clientId, clientSecret),
    origin: 'operator',
    createdAt: now,
    changedAt: now,
  });
  return { clientId, ...(clientSecret === undefined ? {} : { clientSecret }) };
}

/** Gives a client of the store a new secret; the former is worth nothing from now on. @throws {ClientError} */
export async function rotateSecret(parts: AdminParts, clientId: string): Promise<string> {
  const row = await parts.store.clients.find(clientId);
  if (row === undefined) throw notInStore(parts, clientId, 'change its secret there');
  if (row.secretSealed === null)
    throw new ClientError('client_without_secret', `The client ${clientId} has no secret.`);
  const secret = newSecret(parts);
  const secretSealed = sealSecret(parts.sealer, clientId, secret);
  await parts.store.clients.put({ ...row, secretSealed, changedAt: parts.clock.now() });
  return secret;
}

/**
 * Removes a client of the store: nobody signs in through it any more, and its codes and tokens are dead. Sessions that the
 * application keeps itself go on; it is not told. @throws {ClientError}
 */
export async function removeClient(parts: AdminParts, clientId: string): Promise<void> {
  await parts.store.transaction(async (inside) => {
    if (!(await inside.clients.remove(clientId))) throw notInStore(parts, clientId, 'remove it there');
    await inside.oidcArtifacts.removeOfClient(clientId);
  });
}

function notInStore({ config }: AdminParts, clientId: string, instead: string): ClientError {
  const written = config.clients.some((each) => each.clientId === clientId);
  const message = written
    ? `The client ${clientId} stands in the configuration file; ${instead}.`
    : `There is no client ${clientId}.`;
  return new ClientError('client_unknown', message);
}

export interface ListedClient extends ClientConfig {
  readonly from: 'file' | 'operator' | 'registered';
}

/** Every client, those of the file first. */
export async function listClients(parts: AdminParts): Promise<readonly ListedClient[]> {
  const stored = await parts.store.clients.list();
  return [
    ...parts.config.clients.map((client) => ({ ...client, from: 'file' as const })),
    ...stored.map((row) => ({ ...readClient(row, parts), from: row.origin })),
  ];
}

/** 256 random bits in letters and digits. */
function newSecret({ random }: Pick<Parts, 'random'>): string {
  return newHandle(random, 32);
}
