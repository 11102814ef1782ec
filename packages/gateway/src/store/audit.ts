/** What happened to people and why. `detail` is JSON without secrets. */
export interface AuditRow {
  id: string;
  at: number;
  kind: string;
  personId: string | null;
  account: string | null;
  detail: string;
}

export interface AuditStore {
  /** Appends to the chain, in which every row holds a digest of the one before. */
  append(row: AuditRow): Promise<void>;
  list(options: { limit: number; kind?: string; personId?: string }): Promise<readonly AuditRow[]>;
  /** The newest place and digest of the chain, to be noted outside. */
  head(): Promise<{ position: number; hash: string }>;
  /** Reads the whole chain; `noted` is a digest of before that must be in it. `position` is where it breaks, or its end. */
  verify(noted?: string): Promise<{ intact: boolean; position: number }>;
}
