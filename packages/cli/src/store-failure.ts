// A database, or a backup of it, that cannot be used, as one sentence.

import { Failure } from './failure.ts';

/** Throws the Failure of a StoreError or a BackupError, and whatever else it is given as it is. */
export async function throwStoreFailure(error: unknown): Promise<never> {
  const [{ StoreError }, { BackupError }] = await Promise.all([
    import('@mingpian/gateway/store/errors'),
    import('@mingpian/gateway/operations/backup-error'),
  ]);
  const known = error instanceof StoreError || error instanceof BackupError;
  throw known ? new Failure('failure', error.message, { cause: error }) : error;
}
