// One run of the command inside the test's process: its real arguments, streams that keep what they are given.

import type { Context } from '../src/context.ts';
import { run } from '../src/run.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runHere(args: readonly string[], context: Partial<Context> = {}): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await run({
    args,
    env: {},
    locale: 'en-GB',
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    now: () => 0,
    stopped: () => Promise.resolve(),
    ...context,
  });
  return { code, stdout, stderr };
}
