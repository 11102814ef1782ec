import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ProcessOptions } from './gateway-process.ts';

export interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  /** Milliseconds from the start of the process until it answered. */
  readonly readyMs: number;
  readonly exited: Promise<unknown>;
}

/** Starts a gateway process and waits until it is ready. */
export async function startChild(options: ProcessOptions): Promise<Child> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, 'gateway-process.ts'), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said = `${said}${text}`.slice(-2000)));
  const exited = once(child, 'exit');
  const ready = (async () => {
    for await (const line of createInterface({ input: child.stdout }))
      return (JSON.parse(line) as { ready: string }).ready;
    throw new Error(`the gateway process ended before it was ready: ${said}`);
  })();
  return { process: child, url: await ready, readyMs: performance.now() - started, exited };
}

export async function stopChild(child: Child, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  child.process.kill(signal);
  await child.exited;
}
