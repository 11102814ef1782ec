/**
 * The keys that seal backups: a folder with one file for each day (UTC) on which one was made, in the form that `age -i` reads.
 * A key is destroyed before it is thirty days old, and with it every backup of its day, wherever copies of that lie.
 * Files of their own need no lock between a backup that makes a key and a gateway that destroys one.
 */
import { link, mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupError, unusable } from './backup-error.ts';

export interface BackupKeys {
  readonly folder: string;
  /** The file of today's key, which is made if today has none yet, and the key. @throws {BackupError} */
  today(): Promise<BackupKey>;
  /** Every key that still counts. @throws {BackupError} */
  all(): Promise<readonly BackupKey[]>;
  /** Destroys those that do not, and names their days. */
  destroyOld(): Promise<readonly string[]>;
}

export interface BackupKey {
  readonly file: string;
  /** `AGE-SECRET-KEY-1…` */
  readonly identity: string;
  /** What is sealed to it, `age1…`. */
  readonly recipient: string;
}

const hour = 3_600_000;
/** From the beginning of its day, in milliseconds: thirty days, less the hour that may pass until somebody looks. */
export const keyLifetime = 30 * 24 * hour - hour;

/** The keys of a folder; none where none is configured, and backups are not sealed then. */
export function backupKeys(folder: string, now: () => number): BackupKeys;
export function backupKeys(folder: string | undefined, now: () => number): BackupKeys | undefined;
export function backupKeys(folder: string | undefined, now: () => number): BackupKeys | undefined {
  if (folder === undefined) return undefined;
  const hasExpired = (name: string) => now() >= Date.parse(dayOf(name)) + keyLifetime;
  return {
    folder,
    async today() {
      const day = new Date(now()).toISOString().slice(0, 10);
      const file = join(folder, `${day}.txt`);
      const names = await mkdir(folder, { recursive: true, mode: 0o700 })
        .then(() => readdir(folder))
        .catch(refused(folder));
      if (!names.includes(`${day}.txt`)) await makeKey(folder, day).catch(refused(file));
      const { mode } = await stat(file);
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
        throw new BackupError('backup_key', `Others on this machine can read ${file}; chmod 600 it.`);
      }
      return readKey(file);
    },
    async all() {
      const names = await readdir(folder).catch(refused(folder));
      const live = names.filter((name) => /^\d{4}-\d{2}-\d{2}\.txt$/.test(name) && !hasExpired(name));
      return Promise.all(live.map((name) => readKey(join(folder, name))));
    },
    async destroyOld() {
      const names = await readdir(folder).catch((error) => {
        if (error.code === 'ENOENT') return [];
        return refused(folder)(error);
      });
      // What a crash left of a key that was being made begins with its day too.
      const old = names.filter((name) => /^\d{4}-\d{2}-\d{2}\./.test(name) && hasExpired(name));
      for (const name of old) await destroy(join(folder, name)).catch(refused(join(folder, name)));
      if (old.length > 0) await syncFolder(folder);
      return [...new Set(old.map(dayOf))].sort();
    },
  };
}

const dayOf = (name: string) => name.slice(0, 10);

/** The file appears whole, and once: of two who make the key of a day, the second one gets that of the first. */
async function makeKey(folder: string, day: string): Promise<void> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const identity = await generateX25519Identity();
  const part = join(folder, `${day}.${await identityToRecipient(identity)}`);
  const text = `# Opens the backups of ${day} (UTC), until mingpian destroys it within 30 days.\n${identity}\n`;
  try {
    await writeFile(part, text, { mode: 0o600, flag: 'wx', flush: true });
    await link(part, join(folder, `${day}.txt`)).catch((error) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(part, { force: true });
  }
  await syncFolder(folder);
}

async function readKey(file: string): Promise<BackupKey> {
  const text = await readFile(file, 'utf8').catch(refused(file));
  const [identity, ...more] = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const { identityToRecipient } = await import('age-encryption');
  try {
    if (identity === undefined || more.length > 0) throw new Error('Not one key.');
    return { file, identity, recipient: await identityToRecipient(identity) };
  } catch {
    throw new BackupError('backup_key', `${file} is damaged; put it back from a copy, or take it out of the folder.`);
  }
}

/** Overwritten first: a name that is gone says nothing of the blocks that it named. */
async function destroy(path: string): Promise<void> {
  try {
    const file = await open(path, 'r+');
    try {
      await file.write(new Uint8Array((await file.stat()).size), 0, undefined, 0);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    // Somebody else was there first.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  await rm(path, { force: true });
}

/** So that a name in the folder, or its absence, outlasts a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}

const refused = (path: string) => unusable('backup_key', path);
