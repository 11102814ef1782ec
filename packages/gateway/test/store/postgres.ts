import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { findPostgres } from '../../../../scripts/system-parts.mjs';

/** A PostgreSQL of our own on a socket in a temporary folder, with a fresh database for each caller. */
export interface Cluster {
  /** Where its socket is. */
  readonly folder: string;
  database(): Promise<string>;
  /** Resolves when it is gone and its folder with it. */
  stop(): Promise<void>;
}

/** The folder with PostgreSQL's programs; undefined where it is not installed. `MINGPIAN_POSTGRES_BIN` names it. */
export const postgresPrograms = (): string | undefined => findPostgres();

/** `durable`: with the syncs of a real database, for whoever measures or kills. */
export async function startCluster(programs: string, { durable = false } = {}): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-pg-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const user = owner();
  if (user !== undefined) for (const path of [folder, data]) chownSync(path, user.uid, user.gid);
  const asUser = user === undefined ? {} : { uid: user.uid, gid: user.gid };
  execFileSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'mingpian', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...asUser, cwd: folder, stdio: 'ignore' },
  );
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-k', folder, '-h', '', ...(durable ? [] : ['-c', 'fsync=off'])],
    {
      ...asUser,
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await new Promise<void>((ready, fail) => {
    let said = '';
    server.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      if (said.includes('ready to accept connections')) ready();
    });
    server.on('exit', () => fail(new Error(`PostgreSQL did not start: ${said}`)));
  });
  return {
    folder,
    database: () => freshDatabase(folder),
    stop() {
      server.removeAllListeners('exit');
      const gone = new Promise<void>((resolve) => server.once('exit', () => resolve()));
      server.kill('SIGQUIT');
      return gone.then(() => rmSync(folder, { recursive: true, force: true }));
    },
  };
}

/** A new database in the cluster whose socket is in this folder, as empty as its template. */
export async function freshDatabase(
  folder: string,
  { name = `test_${randomUUID().replaceAll('-', '')}`, template = 'template1' } = {},
): Promise<string> {
  const url = (database: string) => `postgres:///${database}?host=${encodeURIComponent(folder)}&user=mingpian`;
  await command(url('postgres'), `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return url(name);
}

/** Leaves the rows as the migrations made them: much cheaper than another database. */
export function emptyTables(url: string): Promise<void> {
  return command(
    url,
    `DO $$ DECLARE name text; BEGIN
      SET LOCAL session_replication_role = replica;
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('migrations', 'audit_head') LOOP
        EXECUTE format('DELETE FROM %I', name);
      END LOOP;
      UPDATE audit_head SET position = 0, hash = '';
    END $$`,
  );
}

async function command(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** PostgreSQL refuses to run as root; then it runs as its own user, or as nobody. */
function owner(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {}
  }
  return undefined;
}
