import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProcessOptions } from './gateway-process.ts';

export interface Child {
  readonly process: ChildProcess;
  /** Where it listens; links lead to `public_url`, which several nodes share. */
  readonly url: string;
  /** Milliseconds from the start of the process until it answered. */
  readonly readyMs: number;
  readonly exited: Promise<unknown>;
}

/** How much a process may have: flags of Node, and a command of the shell before it, such as `ulimit -n 128`. */
export interface Room {
  readonly flags?: readonly string[];
  readonly limits?: string;
}

/** Starts a gateway process and waits until it is ready. */
export async function startChild(options: ProcessOptions, { flags = [], limits = '' }: Room = {}): Promise<Child> {
  const started = performance.now();
  const program = [...flags, join(import.meta.dirname, 'gateway-process.ts'), JSON.stringify(options)];
  const child =
    limits === ''
      ? spawn(process.execPath, program, { stdio: ['pipe', 'pipe', 'pipe'] })
      : spawn('sh', ['-c', `${limits}; exec "$0" "$@"`, process.execPath, ...program], {
          stdio: ['pipe', 'pipe', 'pipe'],
        });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = `${said}${text}`.slice(-2000)));
  const exited = once(child, 'exit');
  for await (const _ready of createInterface({ input: child.stdout })) {
    const { host, port } = options.config.listen as { host: string; port: number };
    return { process: child, url: `http://${host}:${port}`, readyMs: performance.now() - started, exited };
  }
  throw new Error(`the gateway process ended before it was ready: ${said}`);
}

export async function stopChild(child: Child, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  child.process.kill(signal);
  await child.exited;
}
