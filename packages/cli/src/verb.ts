// A verb of the command line: a name, what it takes, and what it does. Each stands in a file of its own under verbs/ and loads the
// heavy packages only when it runs, so that `mingpian version` does not pay for a web server.

import { Argument, InvalidArgumentError, Option } from 'commander';
import type { Context } from './context.ts';
import type { Words } from './language.ts';
import { parseMoment } from './moment.ts';
import type { Terminal } from './terminal.ts';

export interface Run<Options> {
  readonly terminal: Terminal;
  readonly context: Context;
  readonly options: Options & { readonly json: boolean };
  readonly values: readonly string[];
  /** What stood after `--`. */
  readonly command: readonly string[];
}

export interface Verb<Options = Record<string, unknown>> {
  readonly name: string;
  readonly summary: Words;
  /** Arguments by name, in commander's notation: `<code>` is required. */
  readonly takes?: readonly {
    readonly notation: string;
    readonly summary: Words;
    readonly choices?: readonly string[];
  }[];
  readonly flags?: (words: (words: Words) => string) => readonly Option[];
  /** Whether `-- CMD …` may follow. */
  readonly runsCommand?: boolean;
  run(run: Run<Options>): Promise<void>;
}

/** Keeps the options' type in one place per verb; the list of verbs needs to know nothing of it. */
export const verb = <Options>(definition: Verb<Options>): Verb => definition as Verb;

export const argument = (notation: string, summary: string, choices?: readonly string[]): Argument => {
  const made = new Argument(notation, summary);
  return choices === undefined ? made : made.choices(choices);
};

/** `--port`, where the verb uses this many ports in a row. */
export const portFlag = (summary: string, count = 1): Option =>
  new Option('--port <number>', summary).argParser((text) => {
    const port = Number(text);
    if (!/^\d{1,5}$/.test(text) || port > 65_536 - count) throw new InvalidArgumentError(`0 – ${65_536 - count}`);
    return port;
  });

export const hostFlag = (summary: string): Option => new Option('--host <address>', summary);

/** `--date`, as milliseconds since 1970. */
export const dateFlag = (summary: string): Option =>
  new Option('--date <date>', summary).argParser((text) => {
    const moment = parseMoment(text);
    if (moment === undefined) throw new InvalidArgumentError('2014-01-01, 2014-01-01T09:30, 2014-01-01T01:30:00Z');
    return moment;
  });
