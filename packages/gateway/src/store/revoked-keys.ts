/** An API key of the configuration that no longer counts, wherever it still stands. */
export interface RevokedKey {
  keyDigest: string;
  /** Its name when it was revoked. */
  name: string;
  revokedAt: number;
}

export interface RevokedKeyStore {
  /** False if it was revoked before. */
  add(key: RevokedKey): Promise<boolean>;
  has(keyDigest: string): Promise<boolean>;
}
