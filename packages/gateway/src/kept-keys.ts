/**
 * The keys by which the outside world, or a paper that stays, knows people. They come from the root secret that the gateway
 * had when it first wanted them and are sealed in the database from then on, so that changing the root secret changes nobody.
 */
import { sha256 } from './digest.ts';
import { SealError, type Sealer } from './sealer.ts';
import { StoreError } from './store/errors.ts';
import type { KeptKey } from './store/kept-keys.ts';
import type { Store } from './store/store.ts';

export const keptPurposes = ['subject', 'erasure-receipt'] as const;
export type KeptPurpose = (typeof keptPurposes)[number];

/**
 * All keys of one purpose. The first is the one in use; others came with a restore, and only what was keyed by them needs them.
 * @throws {StoreError}
 */
export async function keptKeys(
  store: Pick<Store, 'keptKeys'>,
  sealer: Sealer,
  purpose: KeptPurpose,
): Promise<readonly [Uint8Array, ...Uint8Array[]]> {
  let rows = await store.keptKeys.of(purpose);
  if (rows.length === 0) {
    const key = Buffer.from(sealer.key(purpose)).toString('base64url');
    const keyDigest = sha256(key);
    const keySealed = sealer.seal(key, placeOf({ purpose, keyDigest }));
    await store.keptKeys.add({ purpose, keyDigest, keySealed });
    // Another node may have been first, with another root secret: theirs counts.
    rows = await store.keptKeys.of(purpose);
  }
  const [first, ...others] = rows.map((row) => openKeptKey(row, sealer));
  return [first!, ...others];
}

/** @throws {StoreError} */
export function openKeptKey(row: Pick<KeptKey, 'purpose' | 'keyDigest' | 'keySealed'>, sealer: Sealer): Uint8Array {
  try {
    return Buffer.from(sealer.open(row.keySealed, placeOf(row)), 'base64url');
  } catch (cause) {
    if (!(cause instanceof SealError)) throw cause;
    throw new StoreError('store_sealed', otherSecret, { cause });
  }
}

const otherSecret =
  'The keys by which people are known are sealed with another root secret; give that one as previous_root_secret.';

function placeOf({ purpose, keyDigest }: Pick<KeptKey, 'purpose' | 'keyDigest'>): readonly string[] {
  return ['kept_keys', 'key_sealed', purpose, keyDigest];
}
