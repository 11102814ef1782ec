/** Something only a human can decide. */
export interface ReviewRow {
  id: string;
  at: number;
  kind: string;
  account: string;
  detail: string;
  settledAt: number | null;
}

export interface ReviewStore {
  /** An id that is there already stays as it is. */
  append(row: Omit<ReviewRow, 'settledAt'>): Promise<void>;
  open(limit: number): Promise<readonly ReviewRow[]>;
  /** How many are open, by kind. */
  count(): Promise<readonly { kind: string; rows: number }[]>;
  settle(id: string, at: number): Promise<boolean>;
}
