import KeyvRedis from '@keyv/redis';
import { Redis } from 'ioredis';
import Keyv from 'keyv';
import pg from 'pg';
import { createClient } from 'redis';
import type { AppTokenStore } from '../src/ports.ts';
import { createSealer } from '../src/sealer.ts';
import { KeyvAppTokenStore } from '../src/stores/keyv.ts';
import { PostgresAppTokenStore } from '../src/stores/postgres.ts';
import { ioredisScripts, nodeRedisScripts, RedisAppTokenStore } from '../src/stores/redis.ts';

/** Names a shared store in a way that another process can open too. `path` is a socket, `url` a database. */
export type SharedStoreAddress =
  | { readonly kind: 'ioredis' | 'node-redis' | 'keyv'; readonly path: string; readonly secret?: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly secret?: string };

export interface OpenStore {
  readonly store: AppTokenStore;
  close(): Promise<void>;
}

export async function openSharedStore(address: SharedStoreAddress): Promise<OpenStore> {
  const sealed = address.secret === undefined ? {} : { sealer: createSealer(address.secret) };
  switch (address.kind) {
    case 'ioredis': {
      const client = new Redis(address.path);
      return {
        store: new RedisAppTokenStore({ run: ioredisScripts(client), ...sealed }),
        close: async () => client.disconnect(),
      };
    }
    case 'node-redis': {
      const client = await createClient({ socket: { path: address.path, tls: false } }).connect();
      return {
        store: new RedisAppTokenStore({ run: nodeRedisScripts(client), ...sealed }),
        close: async () => client.destroy(),
      };
    }
    case 'keyv': {
      const keyv = new Keyv(new KeyvRedis({ socket: { path: address.path, tls: false } }));
      return { store: new KeyvAppTokenStore({ keyv, ...sealed }), close: () => keyv.disconnect() };
    }
    case 'postgres': {
      const client = new pg.Pool({ connectionString: address.url, max: 2 });
      const store = new PostgresAppTokenStore({ client, ...sealed });
      return { store, close: () => client.end() };
    }
  }
}
