// What a verb gets from the process, named one by one so that tests can hand in something else.

import type { TextStream } from './terminal.ts';

export interface Context {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The system's locale, for example `zh-CN`. */
  readonly locale: string;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves when the user or the system asks the program to end. */
  readonly stopped: () => Promise<void>;
}
