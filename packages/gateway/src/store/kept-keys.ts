/** A key that stays when the root secret changes. */
export interface KeptKey {
  purpose: string;
  keyDigest: string;
  keySealed: string;
}

export interface KeptKeyStore {
  /** Of one purpose; the first is the one in use. */
  of(purpose: string): Promise<readonly KeptKey[]>;
  /** Adds a key behind those that are there; nothing happens if it is there already, or if another one comes in at the same moment. */
  add(key: KeptKey): Promise<void>;
}
