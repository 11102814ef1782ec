import type { StoredAppToken } from '../ports.ts';
import type { Sealer } from '../sealer.ts';

/** What every shared store of app tokens can be told about secrecy. */
export interface SealedStoreOptions {
  /**
   * Encrypts token values before they leave this process. Without it whoever reads the store holds a token that may do
   * whatever the account may, for two hours.
   */
  readonly sealer?: Sealer;
}

const place = (appId: string) => `app token of ${appId}`;

export async function sealToken(sealer: Sealer | undefined, appId: string, value: string): Promise<string> {
  return sealer === undefined ? value : sealer.seal(value, place(appId));
}

/**
 * What cannot be opened any more, since the secret was changed, counts as expired. Its generation stays, so that the next
 * token follows it.
 */
export async function openToken(
  sealer: Sealer | undefined,
  appId: string,
  row: StoredAppToken,
): Promise<StoredAppToken> {
  if (sealer === undefined) return row;
  const value = await sealer.open(row.value, place(appId));
  return value === undefined ? { ...row, value: '', issuedAt: 0, expiresAt: 0 } : { ...row, value };
}
