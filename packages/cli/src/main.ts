// The entry of the executable: the process handed to run().

import { run } from './run.ts';
import { stopSignals } from './stop-signals.ts';

const signals = stopSignals(process);
// A reader that has read enough, as `head` has, is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run({
  args: process.argv.slice(2),
  env: process.env,
  locale: Intl.DateTimeFormat().resolvedOptions().locale,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  stopped: signals.stopped,
});
signals.release();
