/** What a run stands on: an empty database, a WeChat, gateway processes on ports that stay, and a judge that asks the database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { written } from '../harness.ts';
import { type Cluster, postgresPrograms, startCluster } from '../store/postgres.ts';
import { type Child, type Room, startChild } from './child.ts';
import { type DatabaseWire, databaseWire } from './database-wire.ts';
import type { ProcessOptions } from './gateway-process.ts';
import { type WeChatServer, wechatServer } from './wechat-server.ts';

export type DatabaseName = 'sqlite' | 'postgres';

export interface World {
  readonly wechat: WeChatServer;
  /** PostgreSQL, where it is that. */
  readonly cluster: Cluster | undefined;
  /** The way to PostgreSQL, where there is one that can be harmed. */
  readonly wire: DatabaseWire | undefined;
  /** The written configuration of one node. */
  config(node?: number): Record<string, unknown>;
  readonly url: string;
  /** The file, where the database is SQLite. */
  readonly file: string;
  start(options?: Omit<ProcessOptions, 'config'> & { node?: number }, room?: Room): Promise<Child>;
  /** Rows of a query that bypasses the gateway. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** What the database says of the pushes that were sent. */
  judge(acks: { acknowledged: ReadonlySet<string> }): Promise<Verdict>;
  /** Ends the processes too. */
  close(): void;
}

export interface Verdict {
  /** Acknowledged, and not in the inbox. */
  readonly lost: number;
  /** Pushes that were stored twice, and people beyond one for each openid. */
  readonly duplicates: number;
  /** Follows that count as dealt with although nobody came of them. */
  readonly halfMade: number;
  readonly waiting: number;
  readonly dead: number;
}

export async function soakWorld(
  kind: DatabaseName,
  options: { nodes?: number; wired?: boolean; folder?: string; fields?: Record<string, unknown> } = {},
): Promise<World> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'mingpian-soak-'));
  const wechat = await wechatServer();
  const cluster = kind === 'postgres' ? await startCluster(programs(), { durable: true }) : undefined;
  const file = join(folder, 'soak.db');
  const url = cluster === undefined ? `sqlite:${file}` : await cluster.database();
  const wire = options.wired === true && cluster !== undefined ? await databaseWire(url) : undefined;
  const ports = await Promise.all(Array.from({ length: options.nodes ?? 1 }, freePort));
  const children: Child[] = [];

  const config = (node = 0): Record<string, unknown> => ({
    ...written(),
    public_url: `http://127.0.0.1:${ports[0]}`,
    listen: { host: '127.0.0.1', port: ports[node] },
    database: { url: wire?.url ?? url },
    wechat: { simulator: wechat.origin },
    ...options.fields,
  });

  const rows = async (sql: string): Promise<Record<string, unknown>[]> => {
    if (kind === 'sqlite') {
      const database = new DatabaseSync(file, { readOnly: true });
      try {
        return database.prepare(sql).all();
      } finally {
        database.close();
      }
    }
    const client = new pg.Client(url);
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  };

  return {
    wechat,
    cluster,
    wire,
    config,
    url,
    file,
    async start({ node, ...rest } = {}, room = {}) {
      const child = await startChild({ ...rest, config: config(node) }, room);
      children.push(child);
      return child;
    },
    rows,
    async judge({ acknowledged }) {
      // The inbox first: what it says is done must be there afterwards.
      const inbox = await rows('SELECT openid, dedupe_key, kind, state FROM inbox');
      const persons = Number((await rows('SELECT count(*) AS people FROM persons'))[0]?.people);
      const identities = new Set((await rows('SELECT openid FROM identities')).map(({ openid }) => openid));
      const stored = new Set<unknown>();
      const keys = new Set<string>();
      let [twice, halfMade, waiting, dead] = [0, 0, 0, 0];
      for (const { openid, dedupe_key, kind: what, state } of inbox) {
        stored.add(openid);
        const key = String(dedupe_key).split('!')[0] ?? '';
        if (keys.has(key)) twice += 1;
        keys.add(key);
        if (what === 'event:subscribe' && state === 'done' && !identities.has(openid)) halfMade += 1;
        if (state === 'new') waiting += 1;
        if (state === 'dead') dead += 1;
      }
      return {
        lost: [...acknowledged].filter((openid) => !stored.has(openid)).length,
        duplicates: twice + Math.max(0, persons - identities.size),
        halfMade,
        waiting,
        dead,
      };
    },
    close() {
      // A run that failed has not stopped them.
      for (const { process } of children) process.kill('SIGKILL');
      wire?.close();
      wechat.close();
      cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function programs(): string {
  const found = postgresPrograms();
  if (found === undefined) throw new Error('PostgreSQL is not installed');
  return found;
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
