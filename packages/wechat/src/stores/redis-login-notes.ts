import type { LoginNotes } from './login-notes.ts';
import type { RunScript } from './redis.ts';

export interface RedisLoginNotesOptions {
  /** `ioredisScripts(client)` or `nodeRedisScripts(client)`. */
  readonly run: RunScript;
  /** Begins each key; `mingpian:login:` by default. */
  readonly prefix?: string;
}

/** Notes of logins in Redis, or in what speaks its protocol and runs its scripts. */
export function redisLoginNotes({ run, prefix = 'mingpian:login:' }: RedisLoginNotesOptions): LoginNotes {
  const on = (script: string, key: string, ...parameters: string[]) => run(script, [prefix + key], parameters);
  return {
    async add(key, row, forMs) {
      const script = `return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX') and 1 or 0`;
      return (await on(script, key, row, String(forMs))) === 1;
    },
    set: (key, row, forMs) => on(`return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])`, key, row, String(forMs)),
    async get(key) {
      const row = await on(`return redis.call('GET', KEYS[1])`, key);
      return row === null ? undefined : String(row);
    },
    delete: (key) => on(`return redis.call('DEL', KEYS[1])`, key),
  };
}
