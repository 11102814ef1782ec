// Runs a user's command beside something of ours. It owns the terminal meanwhile; its end is our end.

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ChildEnded, Failure } from './failure.ts';
import type { Terminal } from './terminal.ts';

export interface CommandOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Resolves when we are asked to end; the command is then asked, too. */
  readonly stopped: Promise<void>;
  readonly terminal: Terminal;
}

/** Throws ChildEnded unless the command ended with 0. */
export async function runCommand([program = '', ...args]: readonly string[], options: CommandOptions): Promise<void> {
  const { env, stopped, terminal } = options;
  // Windows finds npm and its like (.cmd files) only through a shell.
  const child = spawn(program, args, { env, stdio: 'inherit', shell: process.platform === 'win32' });
  void stopped.then(() => child.kill('SIGTERM'));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  }).catch((error) => {
    throw new Failure(
      'failure',
      terminal.words({ zh: `无法运行「${program}」。`, en: `The command ${program} cannot be run.` }),
      { cause: error },
    );
  });
  if (exitCode !== 0) throw new ChildEnded(exitCode);
}
