/** What somebody has tried in vain inside a window of time; who it was stands there as a digest alone. */
export interface Tries {
  keyDigest: string;
  count: number;
  /** The end of the window; later tries begin a new one. */
  until: number;
}

export interface TryStore {
  /** Counts one more, and answers how many it makes in the window that is open or begins now. */
  add(keyDigest: string, now: number, window: number): Promise<number>;
  /** How many there are in the window that is open. */
  count(keyDigest: string, now: number): Promise<number>;
}
