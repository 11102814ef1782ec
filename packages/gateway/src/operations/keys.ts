/**
 * Changing the root secret while the gateway runs: every node gets the new secret beside the old one, first as
 * `previous_root_secret`, then as `root_secret` with the old one as previous; then `resealAll`; then the old one goes.
 */
import { keyIdOfSealed, SealError, type Sealer } from '../sealer.ts';
import type { Store } from '../store/store.ts';

export interface KeyStatus {
  /** The root secret that seals now. */
  readonly keyId: string;
  /** Sealed values by the root secret they name. */
  readonly values: Readonly<Record<string, number>>;
}

export async function keyStatus(store: Pick<Store, 'sealedValues'>, sealer: Sealer): Promise<KeyStatus> {
  const values: Record<string, number> = {};
  for await (const { sealed } of store.sealedValues.all()) {
    const id = keyIdOfSealed(sealed) ?? 'unknown';
    values[id] = (values[id] ?? 0) + 1;
  }
  return { keyId: sealer.keyId, values };
}

/**
 * Seals everything anew that names another root secret. May be run at any moment and again: a value that somebody else
 * replaced meanwhile stays as they wrote it. `lost` counts values whose root secret is not known.
 */
export async function resealAll(
  store: Pick<Store, 'sealedValues'>,
  sealer: Sealer,
): Promise<{ resealed: number; lost: number }> {
  const result = { resealed: 0, lost: 0 };
  for await (const value of store.sealedValues.all()) {
    if (keyIdOfSealed(value.sealed) === sealer.keyId) continue;
    try {
      const sealed = sealer.seal(sealer.open(value.sealed, value.place), value.place);
      if (await store.sealedValues.replace(value, sealed)) result.resealed += 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      result.lost += 1;
    }
  }
  return result;
}
