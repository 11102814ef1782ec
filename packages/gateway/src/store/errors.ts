export type StoreErrorCode =
  /** The database cannot be reached or does not take a write. */
  | 'store_unavailable'
  /** A file that another gateway process holds. */
  | 'store_in_use'
  /** The history in the database is not a beginning of ours. */
  | 'store_history'
  /** Migrations are missing. */
  | 'store_outdated'
  /** A restore is not finished. */
  | 'store_restoring'
  /** The root secret is another one than what is in there was sealed with. */
  | 'store_sealed';

/** A failure of the database or its set-up. The message names no value that a person or a secret stands behind. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
