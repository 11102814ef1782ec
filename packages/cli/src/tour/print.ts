// The tour on a screen: step by step the requests, the replies, and whether it came out as described.

import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from '../display-width.ts';
import type { Words } from '../language.ts';
import type { Terminal } from '../terminal.ts';
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
/** Lines of a reply that are shown; the rest is in --json. */
const replyLines = 4;

export interface StepResult {
  readonly step: Step;
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
  for (const exchange of exchanges) printExchange(exchange, terminal);
  for (const { what, holds, found } of expectations) {
    const detail = holds || found === undefined ? '' : `: ${JSON.stringify(found)}`;
    line(`  ${holds ? style('green', '✓') : style('red', '✗')} ${words(what)}${detail}`);
  }
  if (why !== undefined && expectations.every(({ holds }) => holds)) line(`  ${style('red', '✗')} ${why}`);
}

function printExchange({ from, to, request, reply }: Exchange, { line, style, words, columns }: Terminal): void {
  const speakers = `  ${words(parties[from])} → ${words(parties[to])}`;
  const room = columns - margin;
  const url = new URL(request.url);
  const path = url.pathname + url.search + url.hash;
  const status = String(reply.status ?? '–');
  const head = cutToWidth(`${request.method} ${path}`, room - status.length - 2);
  line(`${style('dim', padToWidth(speakers, margin))}${padToWidth(head, room - status.length - 1)} ${status}`);
  const more = (text: string, sign: string) => {
    const lines = wrapToLines(text.replace(/\s+/g, ' '), room - 2);
    for (const part of lines.slice(0, replyLines)) line(style('dim', `${' '.repeat(margin)}${sign} ${part}`));
    if (lines.length > replyLines) line(style('dim', `${' '.repeat(margin)}  …`));
  };
  if (request.body !== undefined) more(request.body, '>');
  if (reply.location !== undefined) more(reply.location, '<');
  if (reply.body !== undefined) more(reply.body, '<');
}

/** Wire text has no spaces to break at, so it is cut where the line ends. */
function wrapToLines(text: string, columns: number): string[] {
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
