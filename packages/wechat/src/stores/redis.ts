/**
 * App tokens in Redis, or in what speaks its protocol and runs its scripts (Valkey, KeyDB, Dragonfly). Each operation is
 * one script on one key, so it is atomic, and works in a cluster too.
 */
import type { AppTokenStore, StoredAppToken } from '../ports.ts';
import { openToken, type SealedStoreOptions, sealToken } from './sealed-token.ts';

/** Runs a script. `ioredisScripts` and `nodeRedisScripts` make one from a client that you have. */
export type RunScript = (script: string, keys: string[], parameters: string[]) => Promise<unknown>;

/** A client of the package `ioredis`, or one like it. */
export interface IORedisClient {
  eval(script: string, numberOfKeys: number, ...keysAndParameters: string[]): Promise<unknown>;
}

/** A client, pool or cluster of the package `redis` (node-redis), or one like it. */
export interface NodeRedisClient {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

export function ioredisScripts(client: IORedisClient): RunScript {
  return (script, keys, parameters) => client.eval(script, keys.length, ...keys, ...parameters);
}

export function nodeRedisScripts(client: NodeRedisClient): RunScript {
  return (script, keys, parameters) => client.eval(script, { keys, arguments: parameters });
}

export interface RedisAppTokenStoreOptions extends SealedStoreOptions {
  readonly run: RunScript;
  /** Begins each key; the AppID follows. `mingpian:app-token:` by default. */
  readonly prefix?: string;
}

const ROW = `redis.call('HMGET', KEYS[1], 'value', 'issuedAt', 'expiresAt', 'generation')`;

const READ = `return ${ROW}`;

/** ARGV: holder, lease ends at, now. Times are compared as numbers of milliseconds, which Lua keeps exactly. */
const LEASE = `
local holder, leasedUntil = unpack(redis.call('HMGET', KEYS[1], 'holder', 'leasedUntil'))
if holder and holder ~= ARGV[1] and tonumber(leasedUntil) > tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'holder', ARGV[1], 'leasedUntil', ARGV[2])
return 1`;

/** ARGV: holder, the generation that must be stored, then value, issuedAt, expiresAt and the new generation. */
const WRITE = `
local holder, generation = unpack(redis.call('HMGET', KEYS[1], 'holder', 'generation'))
if holder ~= ARGV[1] or (generation or '0') ~= ARGV[2] then return nil end
redis.call('HSET', KEYS[1], 'value', ARGV[3], 'issuedAt', ARGV[4], 'expiresAt', ARGV[5], 'generation', ARGV[6])
redis.call('HDEL', KEYS[1], 'holder', 'leasedUntil')
return ${ROW}`;

/** ARGV: holder. */
const RELEASE = `
if redis.call('HGET', KEYS[1], 'holder') ~= ARGV[1] then return 0 end
return redis.call('HDEL', KEYS[1], 'holder', 'leasedUntil')`;

export class RedisAppTokenStore implements AppTokenStore {
  readonly #options: RedisAppTokenStoreOptions;

  constructor(options: RedisAppTokenStoreOptions) {
    this.#options = options;
  }

  async read(appId: string): Promise<StoredAppToken | undefined> {
    return this.#opened(appId, await this.#run(READ, appId));
  }

  async lease(appId: string, holder: string, forMs: number, now: number): Promise<boolean> {
    return (await this.#run(LEASE, appId, holder, String(now + forMs), String(now))) === 1;
  }

  async write(
    appId: string,
    holder: string,
    token: Omit<StoredAppToken, 'generation'>,
    after: number,
  ): Promise<StoredAppToken | undefined> {
    const value = await sealToken(this.#options.sealer, appId, token.value);
    const { issuedAt, expiresAt } = token;
    const numbers = [issuedAt, expiresAt, after + 1].map(String);
    return this.#opened(appId, await this.#run(WRITE, appId, holder, String(after), value, ...numbers));
  }

  async release(appId: string, holder: string): Promise<void> {
    await this.#run(RELEASE, appId, holder);
  }

  #run(script: string, appId: string, ...parameters: string[]): Promise<unknown> {
    const { run, prefix = 'mingpian:app-token:' } = this.#options;
    return run(script, [prefix + appId], parameters);
  }

  async #opened(appId: string, row: unknown): Promise<StoredAppToken | undefined> {
    if (!Array.isArray(row) || row.some((field) => field === null)) return undefined;
    const [value, issuedAt, expiresAt, generation] = row.map(String) as [string, string, string, string];
    const numbers = { issuedAt: Number(issuedAt), expiresAt: Number(expiresAt), generation: Number(generation) };
    return openToken(this.#options.sealer, appId, { value, ...numbers });
  }
}
