/**
 * Measures the SDK and its peers in turn and says which goals are met. README.md tells how, `--help` what can be asked for.
 * The exit code is 0 also when goals are missed: a busy machine misses them.
 */
import { parseArgs } from 'node:util';
import { figures } from './src/figures.ts';
import { describeMachine } from './src/machine.ts';
import { figureText, goalsText, helpText, machineText } from './src/report.ts';
import { type FigureResult, resultOf } from './src/result.ts';
import { measureRounds } from './src/rounds.ts';

const values = options();
if (values.help) {
  process.stdout.write(helpText(figures));
  process.exit();
}
const rounds = positive('--rounds', values.rounds);
const sliceMs = positive('--slice', values.slice);
const only = values.only?.split(',').map((id) => id.trim().toUpperCase());
const wanted = figures.filter(({ id }) => only?.some((name) => id.toUpperCase().startsWith(name)) ?? true);
if (wanted.length === 0) fail(`--only knows ${figures.map(({ id }) => id).join(', ')}`);

const say = values.json ? () => {} : (text: string) => process.stdout.write(`${text}\n\n`);
const machine = describeMachine();
say(machineText(machine));

const results: FigureResult[] = [];
for (const figure of wanted) {
  const { variants, close } = await figure.open();
  try {
    const onRound = (round: number) => progress(`${figure.id} ${round === 0 ? 'warm-up' : `${round}/${rounds}`}`);
    const result = resultOf(figure, await measureRounds(variants, { rounds, sliceMs, onRound }));
    progress('');
    results.push(result);
    say(figureText(result));
  } finally {
    await close();
  }
}
if (values.json)
  process.stdout.write(`${JSON.stringify({ date: new Date(), rounds, sliceMs, machine, results }, null, 2)}\n`);
else say(goalsText(results));

function options() {
  try {
    return parseArgs({
      options: {
        rounds: { type: 'string', default: '7' },
        slice: { type: 'string', default: '1000' },
        only: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${(error as Error).message.split('. ')[0]}; --help names what there is`);
  }
}

function positive(name: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fail(`${name} must be a whole number above 0`);
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function fail(sentence: string): never {
  process.stderr.write(`bench: ${sentence}\n`);
  process.exit(2);
}
