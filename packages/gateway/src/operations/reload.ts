/**
 * Another configuration while the gateway runs: SIGHUP reads the file anew. One that is wrong changes nothing and says why; what
 * only a restart can change keeps its value and is named.
 */
import { ConfigError } from '../config/error.ts';
import type { Config } from '../config/shape.ts';
import type { Log } from '../log.ts';

/** What listens, stores and seals cannot be exchanged under a running process; by its name in the file. */
const fixed = {
  publicUrl: 'public_url',
  listen: 'listen',
  admin: 'admin',
  rootSecret: 'root_secret',
  previousRootSecret: 'previous_root_secret',
  database: 'database',
  simulator: 'wechat.simulator',
} as const satisfies Partial<Record<keyof Config, string>>;

/** The next configuration with the fixed values of now. `written` is what the file said then, `used` what came of it. */
export function withFixed(
  next: Config,
  { written, used }: { written: Config; used: Config },
): { config: Config; restart: readonly string[] } {
  const names = Object.keys(fixed) as (keyof typeof fixed)[];
  const restart = names.filter((name) => JSON.stringify(next[name]) !== JSON.stringify(written[name]));
  const { previousRootSecret: _, simulator: __, ...rest } = next;
  const kept = Object.fromEntries(names.filter((name) => used[name] !== undefined).map((name) => [name, used[name]]));
  return { config: { ...rest, ...kept } as Config, restart: restart.map((name) => fixed[name]) };
}

export interface Hangups {
  on(signal: 'SIGHUP', listener: () => void): unknown;
  off(signal: 'SIGHUP', listener: () => void): unknown;
}

/** Reads and takes the configuration at each SIGHUP, until the returned function is called. */
export function reloadOnHangup(
  gateway: { reload(config: Config): Promise<readonly string[]>; readonly parts: { readonly log: Log } },
  read: () => Config | Promise<Config>,
  signals: Hangups = process,
): () => void {
  const { log } = gateway.parts;
  const listener = () => {
    Promise.resolve()
      .then(read)
      .then((config) => gateway.reload(config))
      .then(
        (restart) => {
          if (restart.length > 0) log.warn({ restart }, 'these fields of the configuration need a restart');
        },
        (error) => log.error({ error: causeOf(error) }, 'the configuration is refused; the one before holds'),
      );
  };
  signals.on('SIGHUP', listener);
  return () => void signals.off('SIGHUP', listener);
}

/** The command line wraps what is wrong with a file. */
function causeOf(error: unknown): unknown {
  const { cause } = error as { cause?: unknown };
  return cause instanceof ConfigError ? cause : error;
}
