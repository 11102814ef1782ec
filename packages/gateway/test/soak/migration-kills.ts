/** R43: the migrator is killed at the end of every entry, each time a little further, and comes to what an undisturbed one comes to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { history } from '../../src/store/sql/migrations.ts';
import { type DatabaseName, soakWorld, type World } from './world.ts';

export interface MigrationKillReport {
  readonly database: DatabaseName;
  readonly entries: number;
  readonly kills: number;
  /** Entries that a kill left on record although it came before their commit, or took back although it came after. */
  readonly misplaced: number;
  /** Whether the schema is that of a database which was migrated in one go. */
  readonly same: boolean;
}

export async function migrationKills(database: DatabaseName): Promise<MigrationKillReport> {
  const entries = history.length;
  const [killed, whole] = [await soakWorld(database), await soakWorld(database)];
  const applied = async () => (await killed.rows('SELECT name FROM migrations')).length;
  let [kills, misplaced] = [0, 0];
  try {
    for (let done = 0; done < entries; done++) {
      // The first process dies in the first entry, each later one after one more.
      if ((await migrateUntil(killed, done === 0 ? 1 : 2)) !== 'SIGKILL') break;
      kills += 1;
      if ((await applied()) !== done) misplaced += 1;
    }
    await migrateUntil(killed, 0);
    await migrateUntil(whole, 0);
    if ((await applied()) !== entries) misplaced += 1;
    return { database, entries, kills, misplaced, same: (await schemaOf(killed)) === (await schemaOf(whole)) };
  } finally {
    killed.close();
    whole.close();
  }
}

/** Answers the signal that ended the migrator, if one did. */
export async function migrateUntil(world: World, dieAt: number): Promise<NodeJS.Signals | null> {
  const program = join(import.meta.dirname, 'migrating-process.ts');
  const child = spawn(process.execPath, [program, world.url, String(dieAt)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (code !== null && code !== 0) throw new Error('the migration failed');
  return signal;
}

async function schemaOf(world: World): Promise<string> {
  const sql =
    world.cluster === undefined
      ? 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name'
      : `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = 'public' ORDER BY table_name, column_name`;
  return JSON.stringify(await world.rows(sql));
}
