// SIGINT and SIGTERM as a promise, and a limit to how long an orderly end may take.

/** Promised: 5 seconds from the signal to the exit. The rest is for the process itself. */
const graceMs = 4_000;

const names = ['SIGINT', 'SIGTERM'] as const;

export interface StopSignals {
  /** Resolves at the first signal. Until somebody asks, signals keep their default effect. */
  readonly stopped: () => Promise<void>;
  /** Lets the process end by itself. */
  readonly release: () => void;
}

export function stopSignals(target: NodeJS.Process): StopSignals {
  let stopped: Promise<void> | undefined;
  let listener: (() => void) | undefined;
  const listen = () =>
    new Promise<void>((resolve) => {
      listener = () => {
        resolve();
        // A connection that never ends must not keep the port: what is still open then is cut.
        setTimeout(() => target.exit(0), graceMs).unref();
      };
      // A terminal signals the whole group and a parent may pass it on, so the same wish can come twice.
      for (const name of names) target.on(name, listener);
    });
  return {
    stopped: () => {
      stopped ??= listen();
      return stopped;
    },
    release: () => {
      if (listener) for (const name of names) target.off(name, listener);
    },
  };
}
