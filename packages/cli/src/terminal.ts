// Where a verb writes and in which manner: results to stdout, everything else to stderr, colour only for eyes.

import { styleText } from 'node:util';
import type { Language, Words } from './language.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'underline';

/** What this module needs of a stream; `process.stdout` has it. */
export interface TextStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

export interface Terminal {
  readonly language: Language;
  /** Columns of the screen, or 100 where there is none. */
  readonly columns: number;
  /** Whether a person is watching stdout. */
  readonly interactive: boolean;
  /** The text of this run's language. */
  words(words: Words): string;
  /** The text in a style, unchanged where colours are not wanted. */
  style(style: Style | readonly Style[], text: string): string;
  /** A line of the result, to stdout. */
  line(text?: string): void;
  /** A machine-readable result: one object on one line of stdout. */
  json(value: object): void;
  /** A line about the run, to stderr. */
  note(text: string): void;
}

export interface TerminalOptions {
  readonly language: Language;
  /** False for `--no-color`. The environment's NO_COLOR and a stdout that is no terminal count as well. */
  readonly color: boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: TextStream;
  readonly stderr: TextStream;
}

export function createTerminal({ language, color, env, stdout, stderr }: TerminalOptions): Terminal {
  const interactive = stdout.isTTY === true;
  const coloured = color && interactive && !env.NO_COLOR;
  return {
    language,
    columns: Math.max(40, stdout.columns ?? 100),
    interactive,
    words: (words) => words[language],
    style: (style, text) => (coloured ? styleText(style as Style, text, { validateStream: false }) : text),
    line: (text = '') => void stdout.write(`${text}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
  };
}
