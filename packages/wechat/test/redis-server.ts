import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRedis } from '../../../scripts/system-parts.mjs';

/** A Redis of our own on a socket in a temporary folder, without a port and without files. */
export async function startRedis(): Promise<{ path: string; stop(): void }> {
  const program = findRedis();
  if (program === undefined) {
    throw new Error('these tests need Redis: apt-get install redis-server, or name it in MINGPIAN_REDIS');
  }
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-redis-'));
  const path = join(folder, 'socket');
  const server = spawn(program, ['--port', '0', '--unixsocket', path, '--save', '', '--dir', folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // A test run that is cut off leaves nothing behind.
  process.once('exit', () => server.kill());
  await new Promise<void>((ready, fail) => {
    server.on('error', fail);
    server.on('exit', (code) => fail(new Error(`redis-server ended with ${code}`)));
    let said = '';
    server.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (/ready to accept connections/i.test(said)) ready();
    });
  });
  return {
    path,
    stop() {
      server.on('exit', () => rmSync(folder, { recursive: true, force: true }));
      server.kill();
    },
  };
}
