/** A receipt without personal data: the subject is a keyed digest, so that old events and backups cannot bring anybody back. */
export interface ErasureRow {
  id: string;
  at: number;
  account: string;
  subjectDigest: string;
  reason: string;
  /** `done`, `not_found`, `paused` by the brake, or `undone` by the operator. */
  outcome: 'done' | 'not_found' | 'paused' | 'undone';
  /** What was erased: RevokeInfo codes, comma separated; `person`; `identity` for the other openids of that person. */
  scope: string;
}

export interface ErasureStore {
  append(row: ErasureRow): Promise<void>;
  list(limit: number): Promise<readonly ErasureRow[]>;
  ofSubject(subjectDigest: string): Promise<readonly ErasureRow[]>;
  find(id: string): Promise<ErasureRow | undefined>;
  /** How many subjects were erased since `from`; the brake asks. */
  countSince(from: number): Promise<number>;
}
