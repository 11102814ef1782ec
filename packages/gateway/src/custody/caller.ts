/** Who calls: a key of the configuration, with the accounts and the acts it is for. */
import type { FastifyRequest } from 'fastify';
import type { Account, Accounts } from '../accounts.ts';
import type { ApiKeyConfig, ApiScope } from '../config/shape.ts';
import { sha256 } from '../digest.ts';
import type { RevokedKeyStore } from '../store/revoked-keys.ts';

export type CustodyRefusal =
  | 'key_in_query'
  | 'browser'
  | 'unauthenticated'
  | 'scope'
  | 'unknown_account'
  | 'bad_request'
  | 'path_refused'
  | 'page_refused'
  | 'not_permitted'
  | 'upstream';

/** What the caller gets to see: a code and a status. */
export class CustodyError extends Error {
  override readonly name = 'CustodyError';
  readonly code: CustodyRefusal;
  readonly statusCode: number;
  constructor(code: CustodyRefusal, statusCode: number, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.statusCode = statusCode;
  }
}

export type Authorise = (
  request: FastifyRequest,
  scope: ApiScope,
  account: string,
) => Promise<{ account: Account; key: string }>;

/**
 * Keys are found by digest, so that no comparison tells how much of one was right. Whether one was revoked is asked each time, so
 * that it ends on every node at once.
 */
export function authoriser(
  keys: readonly ApiKeyConfig[],
  accounts: Accounts,
  revoked: Pick<RevokedKeyStore, 'has'>,
): Authorise {
  const known = new Map(keys.map((key) => [sha256(key.key), key]));
  return async (request, scope, name) => {
    // Nothing in a browser may hold such a key, whatever page it is on.
    if (request.headers.origin !== undefined) throw new CustodyError('browser', 403);
    const presented = /^Bearer ([A-Za-z0-9_-]{43,128})$/.exec(request.headers.authorization ?? '')?.[1];
    const digest = presented === undefined ? '' : sha256(presented);
    const key = known.get(digest);
    if (key === undefined || (await revoked.has(digest))) throw new CustodyError('unauthenticated', 401);
    if (!key.scopes.includes(scope)) throw new CustodyError('scope', 403);
    const account = key.accounts.includes(name) ? accounts.byName(name) : undefined;
    if (account === undefined) throw new CustodyError('unknown_account', 404);
    return { account, key: key.name };
  };
}

/** Ends a key for good, on every node; answers false if it was ended before. */
export function revokeKey(
  revoked: Pick<RevokedKeyStore, 'add'>,
  { key, name }: Pick<ApiKeyConfig, 'key' | 'name'>,
  at: number,
): Promise<boolean> {
  return revoked.add({ keyDigest: sha256(key), name, revokedAt: at });
}

/** Whether a key of ours stands in the address: it is in logs of proxies by now. Answers its name. */
export function exposedKey(url: string, keys: readonly ApiKeyConfig[]): string | undefined {
  const query = url.slice(url.indexOf('?') + 1);
  return url.includes('?') ? keys.find(({ key }) => query.includes(key))?.name : undefined;
}
