/** Waiting, which a test takes into its own hand. */
export interface Timer {
  /** Calls back after `ms` milliseconds unless the returned function is called before. */
  after(ms: number, callback: () => void): () => void;
}

/** The machine's own waiting. A timer alone does not keep the process alive. */
export const systemTimer: Timer = {
  after(ms, callback) {
    const timeout = setTimeout(callback, ms);
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};
