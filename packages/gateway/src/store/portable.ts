/** One row of a backup. */
export interface PortableRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface PortableStore {
  /** Hands out every row that is carried over, from one snapshot. */
  dump(write: (row: PortableRow) => Promise<void>): Promise<void>;
  /** Puts the rows in the place of everything, in one transaction, and notes that a restore is to be settled. */
  replace(rows: AsyncIterable<PortableRow>, at: number): Promise<void>;
  /** Whether a restore waits for the receipts of erasures to be applied. */
  pending(): Promise<boolean>;
  settle(at: number): Promise<void>;
}
