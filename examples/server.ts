/** An example as its users run it: a server in a process of its own. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/** Resolves to the way to stop it, once it answers. */
export async function startServer(
  cwd: string,
  [program, ...args]: readonly [string, ...string[]],
  origin: string,
  env: Record<string, string>,
): Promise<() => void> {
  // The test runner's own NODE_ENV is none of the example's.
  const { NODE_ENV: _, ...inherited } = process.env;
  const server = spawn(program, args, {
    cwd,
    detached: true,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let ended: string | undefined;
  let said = '';
  server.stderr.on('data', (part: Buffer) => {
    said += part.toString();
  });
  server.on('error', (error) => {
    ended = error.message;
  });
  server.on('exit', (code) => {
    ended = `exit code ${code}\n${said}`;
  });
  // Its group, since some frameworks start processes of their own.
  const stop = () => {
    if (ended === undefined && server.pid !== undefined) process.kill(-server.pid);
  };
  process.once('exit', stop);
  for (;;) {
    if (ended !== undefined) throw new Error(`the example did not start: ${ended}`);
    const answers = await fetch(origin).then(
      () => true,
      () => false,
    );
    if (answers) return stop;
    await new Promise((later) => setTimeout(later, 50));
  }
}

export function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}
