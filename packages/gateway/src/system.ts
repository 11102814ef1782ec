import type { Timer } from './parts.ts';

/** The machine's own waiting. A timer alone does not keep the process alive. */
export const systemTimer: Timer = {
  after(ms, callback) {
    const timeout = setTimeout(callback, ms);
    timeout.unref();
    return () => clearTimeout(timeout);
  },
};
