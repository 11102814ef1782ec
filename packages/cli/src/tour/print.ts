// The tour on a screen: step by step the requests, the replies, and whether it came out as described.

import { displayWidth, padToWidth, wrapToWidth } from '../display-width.ts';
import type { Words } from '../language.ts';
import type { Terminal } from '../terminal.ts';
import { visible } from '../visible-text.ts';
import type { Exchange, Party } from './recorder.ts';
import type { Expectation, Step } from './step.ts';

const parties: Record<Party, Words> = {
  person: { zh: '用户', en: 'person' },
  wechat: { zh: '微信', en: 'WeChat' },
  gateway: { zh: '网关', en: 'gateway' },
  application: { zh: '应用', en: 'app' },
};

/** Columns of the left margin, in which the speakers stand. */
const margin = 22;
/** Lines of a body that are shown; the rest is in --json. */
const detailLines = 5;

export interface StepResult {
  readonly step: Pick<Step, 'id' | 'title' | 'means'>;
  readonly exchanges: readonly Exchange[];
  readonly expectations: readonly Expectation[];
  readonly why?: string;
}

export function printStep({ step, exchanges, expectations, why }: StepResult, terminal: Terminal): void {
  const { line, style, words } = terminal;
  line();
  line(style('bold', `${step.id}  ${words(step.title)}`));
  if (step.means)
    for (const text of wrapToWidth(words(step.means), terminal.columns - 2)) line(style('dim', `  ${text}`));
  for (const [exchange, times] of runsOf(exchanges)) printExchange(exchange, times, terminal);
  for (const { what, holds, found } of expectations) {
    const detail = holds || found === undefined ? '' : `: ${JSON.stringify(found)}`;
    line(`  ${holds ? style('green', '✓') : style('red', '✗')} ${visible(words(what))}${detail}`);
  }
  if (why !== undefined && expectations.every(({ holds }) => holds)) line(`  ${style('red', '✗')} ${why}`);
}

/** Exchanges that are the same to the letter and follow one another, with their number. */
function runsOf(exchanges: readonly Exchange[]): [Exchange, number][] {
  const runs: [Exchange, number][] = [];
  for (const exchange of exchanges) {
    const last = runs.at(-1);
    if (last !== undefined && JSON.stringify(last[0]) === JSON.stringify(exchange)) last[1] += 1;
    else runs.push([exchange, 1]);
  }
  return runs;
}

function printExchange({ from, to, request, reply }: Exchange, times: number, terminal: Terminal): void {
  const { line, style, words, columns } = terminal;
  const speakers = `  ${words(parties[from])} → ${words(parties[to])}`;
  const room = columns - margin;
  const status = `${times > 1 ? `× ${times}  ` : ''}${reply.status ?? '–'}`;
  const [first = '', ...more] = cutLines(`${request.method} ${pathOf(request.url)}`, room - status.length - 2);
  line(`${style('dim', padToWidth(speakers, margin))}${padToWidth(first, room - status.length)}${status}`);
  for (const part of more) line(`${' '.repeat(margin)}  ${part}`);
  const detail = (text: string, sign: string) => {
    const lines = cutLines(visible(text.replace(/\s+/g, ' ')), room - 2);
    for (const part of lines.slice(0, detailLines)) line(style('dim', `${' '.repeat(margin)}${sign} ${part}`));
    if (lines.length > detailLines) line(style('dim', `${' '.repeat(margin)}  …`));
  };
  if (request.body !== undefined) detail(request.body, '>');
  if (reply.location !== undefined) detail(reply.location, '<');
  if (reply.body !== undefined) detail(reply.body, '<');
}

const pathOf = (url: string): string => url.replace(/^https?:\/\/[^/]+/, '');

/** Wire text has no spaces to break at, so it is cut where the line ends. */
function cutLines(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const character of text) {
    if (displayWidth(line) + displayWidth(character) > columns) {
      lines.push(line);
      line = '';
    }
    line += character;
  }
  return line === '' ? lines : [...lines, line];
}
