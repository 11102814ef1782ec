import { Redis } from 'ioredis';
import pg from 'pg';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoginMemory, memoryOfProcess } from '../../src/login-memory.ts';
import { storedLogins } from '../../src/login-transaction.ts';
import { createSealer } from '../../src/sealer.ts';
import { type LoginNotes, sharedLoginMemory } from '../../src/stores/login-notes.ts';
import { PostgresLoginNotes } from '../../src/stores/postgres-login-notes.ts';
import { ioredisScripts, nodeRedisScripts } from '../../src/stores/redis.ts';
import { redisLoginNotes } from '../../src/stores/redis-login-notes.ts';
import { describeLoginMemory } from '../login-memory-contract.ts';
import { startPostgres } from '../postgres-server.ts';
import { startRedis } from '../redis-server.ts';
import { HandClock } from '../scripted-wechat.ts';

const ofProcess = new WeakMap<HandClock, LoginMemory>();
describeLoginMemory('what logins remember in one process', {
  open(clock) {
    const memory = ofProcess.get(clock) ?? memoryOfProcess(clock);
    ofProcess.set(clock, memory);
    return memory;
  },
});

const closing: (() => unknown)[] = [];
let redisPath: string;
let postgres: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  const redis = await startRedis();
  redisPath = redis.path;
  postgres = await startPostgres();
  closing.push(redis.stop, postgres.stop);
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

const sealer = createSealer('a secret of at least thirty-two characters');
const places: [string, () => Promise<LoginNotes>][] = [
  [
    'in Redis, by ioredis',
    async () => {
      const client = new Redis(redisPath);
      closing.push(() => client.disconnect());
      return redisLoginNotes({ run: ioredisScripts(client) });
    },
  ],
  [
    'in Redis, by node-redis',
    async () => {
      const client = await createClient({ socket: { path: redisPath, tls: false } }).connect();
      closing.push(() => client.destroy());
      return redisLoginNotes({ run: nodeRedisScripts(client), prefix: 'other:' });
    },
  ],
  [
    'in PostgreSQL',
    async () => {
      const client = new pg.Pool({ connectionString: postgres.url, max: 4 });
      closing.push(() => client.end());
      const notes = new PostgresLoginNotes({ client });
      await client.query(notes.schema);
      await client.query(notes.schema);
      return notes;
    },
  ],
];

describe.each(places)('notes of logins %s', (name, open) => {
  let notes: LoginNotes;
  beforeAll(async () => {
    notes = await open();
  });
  const memory = (clock = new HandClock()) => sharedLoginMemory({ notes, sealer, clock });

  describeLoginMemory(`what logins remember ${name}`, { open: memory });

  it('an answer is stored sealed: whoever reads it gets no session', async () => {
    await memory().once('sealed', async () => ({ status: 303, headers: [['set-cookie', 'session=1']], body: '' }));
    const row = await notes.get('answer sealed');
    expect(row).toMatch(/^[\w-]{40,}$/);
    expect(atob(String(row).replaceAll('-', '+').replaceAll('_', '/'))).not.toContain('session');
  });

  it('the work of a process that died in it is done by who waits for its answer', async () => {
    await notes.add('answer dead', 'working', 200);
    const done = memory().once('dead', async () => ({ status: 200, headers: [], body: 'by the next' }));
    expect((await done)?.body).toBe('by the next');
  });

  it('a note that has ended can be written again, and makes room for others', async () => {
    expect(await notes.add('short', 'one', 1)).toBe(true);
    await expect.poll(() => notes.get('short')).toBeUndefined();
    expect(await notes.add('short', 'two', 60_000)).toBe(true);
    expect(await notes.add('short', 'three', 60_000)).toBe(false);
    expect(await notes.get('short')).toBe('two');
  });

  it('holds logins under way as well', async () => {
    const logins = storedLogins(notes);
    const transaction = {
      state: '0123456789abcdef0123456789abcdef',
      appId: 'wx0123456789abcdef',
      redirectUri: 'https://id.example/callback',
      scope: 'snsapi_base',
    } as const;
    const login = { transaction, returnTo: '/', startedAt: 1, restarted: false };
    const cookie = await logins.keep(login, 60_000);
    expect(await logins.find(transaction.state, cookie)).toEqual(login);
    expect(await logins.find(transaction.state, 'f'.repeat(64))).toBeUndefined();
  });
});

it('notes that have ended leave PostgreSQL as new ones come', async () => {
  const client = new pg.Pool({ connectionString: postgres.url, max: 2 });
  closing.push(() => client.end());
  const notes = new PostgresLoginNotes({ client, table: 'few_notes' });
  await client.query(notes.schema);
  for (let i = 0; i < 15; i += 1) await notes.add(`old ${i}`, 'x', 0);
  await notes.add('new', 'x', 60_000);
  await notes.add('newer', 'x', 60_000);
  const { rows } = await client.query('SELECT key FROM few_notes ORDER BY key');
  expect(rows).toEqual([{ key: 'new' }, { key: 'newer' }]);
  expect(() => new PostgresLoginNotes({ client, table: 'a b' })).toThrow(TypeError);
});

it('a store that is away hides nothing of what the work threw', async () => {
  const away = () => Promise.reject(new Error('store away'));
  const notes: LoginNotes = { add: async () => true, get: async () => undefined, set: away, delete: away };
  const work = () => Promise.reject(new Error('no such person'));
  await expect(sharedLoginMemory({ notes, sealer }).once('key', work)).rejects.toThrow('no such person');
});
