// A database that cannot be used, as one sentence.

import { Failure } from './failure.ts';

/** Throws the Failure of a StoreError, and whatever else it is given as it is. */
export async function throwStoreFailure(error: unknown): Promise<never> {
  const { StoreError } = await import('@mingpian/gateway/store/errors');
  throw error instanceof StoreError ? new Failure('failure', error.message, { cause: error }) : error;
}
