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

/** What a process stands in: flags of Node, a command of the shell before it, such as `ulimit -n 128`, and another environment. */
export interface Room {
  readonly flags?: readonly string[];
  readonly limits?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Another gateway's process than that of this source. */
  readonly program?: string;
}

const ownProgram = join(import.meta.dirname, 'gateway-process.ts');

/** Starts a gateway process and waits until it is ready. */
export async function startChild(options: ProcessOptions, room: Room = {}): Promise<Child> {
  const { flags = [], limits = '', environment = {}, program: source = ownProgram } = room;
  const started = performance.now();
  const program = [...flags, source, JSON.stringify(options)];
  const surroundings = { stdio: 'pipe', env: { ...process.env, ...environment } } as const;
  const child =
    limits === ''
      ? spawn(process.execPath, program, surroundings)
      : spawn('sh', ['-c', `${limits}; exec "$0" "$@"`, process.execPath, ...program], surroundings);
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
