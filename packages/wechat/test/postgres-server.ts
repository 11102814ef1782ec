import { execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findPostgres } from '../../../scripts/system-parts.mjs';

/** A PostgreSQL of our own on a socket in a temporary folder. */
export async function startPostgres(): Promise<{ url: string; stop(): void }> {
  const programs = findPostgres();
  if (programs === undefined) {
    throw new Error(
      'these tests need PostgreSQL: apt-get install postgresql, or name its folder in MINGPIAN_POSTGRES_BIN',
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-pg-'));
  const data = join(folder, 'data');
  const owner = ownerOfPostgres();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  const options = { ...owner, cwd: folder };
  const initdb = ['-D', data, '-U', 'mingpian', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(programs, 'initdb'), initdb, { ...options, stdio: 'ignore' });
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-k', folder, '-h', '', '-c', 'fsync=off'], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A test run that is cut off leaves nothing behind.
  process.once('exit', () => server.kill('SIGQUIT'));
  await new Promise<void>((ready, fail) => {
    let said = '';
    server.on('exit', () => fail(new Error(`PostgreSQL did not start: ${said}`)));
    server.stderr.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('ready to accept connections')) ready();
    });
  });
  return {
    url: `postgres:///postgres?host=${encodeURIComponent(folder)}&user=mingpian`,
    stop() {
      server.on('exit', () => rmSync(folder, { recursive: true, force: true }));
      server.kill('SIGQUIT');
    },
  };
}

/** PostgreSQL refuses to run as root; then it runs as its own user, or as nobody. */
function ownerOfPostgres(): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) => Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user here.
    }
  }
  return undefined;
}
