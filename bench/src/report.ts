/** The result for people, on a terminal or in a file. */
import type { Figure } from './figure.ts';
import type { Machine } from './machine.ts';
import type { FigureResult } from './result.ts';
import type { Spread } from './statistics.ts';

export function helpText(figures: readonly Figure[]): string {
  return `npm run bench -- [options]

Measures the SDK and the gateway beside other packages, and says which goals are met.

${table([
  ['--only W1,M2', 'some figures; M stands for all that begin with it'],
  ['--rounds 7', 'measured rounds; one more warms up'],
  ['--slice 1000', 'milliseconds of one variant in one round'],
  ['--json', 'the result as data'],
  ['--help', 'this text'],
])}

Figures:

${table(figures.map(({ id, what }) => [id, what]))}
`;
}

export function machineText(machine: Machine): string {
  const { processor, cores, memoryGiB, load, node, pinned, peers } = machine;
  const versions = Object.entries(peers).map(([name, version]) => `${name} ${version}`);
  return [
    `${processor}, ${cores} cores, ${memoryGiB} GiB; Node ${node}`,
    pinned
      ? 'what is measured and the load each have a core'
      : 'no taskset or one core: nothing is pinned, expect noise',
    `load before the start: ${load.toFixed(2)}${load > cores / 2 ? '; others are at work here, so trust the ratios only' : ''}`,
    `peers: ${versions.join(', ')}`,
  ].join('\n');
}

export function figureText(result: FigureResult): string {
  const head = ['', 'a second', 'µs of CPU', 'ratio', 'from – to', 'by CPU'];
  const rows = result.variants.map(({ name, rate, cpu, subjectTimes, subjectTimesByCpu }) => [
    name,
    count(rate.median),
    number(cpu.median),
    number(subjectTimes.median),
    range(subjectTimes),
    number(subjectTimesByCpu.median),
  ]);
  return `${result.id}  ${result.what}\n${table([head, ...rows])}`;
}

export function goalsText(results: readonly FigureResult[]): string {
  const head = ['', 'goal', 'measured', 'from – to', 'by CPU', ''];
  const rows = results.flatMap(({ id, goals }) =>
    goals.map(({ goal, measured, byCpu, met }) => [
      id,
      goal,
      number(measured.median),
      range(measured),
      number(byCpu.median),
      met ? 'met' : 'NOT MET',
    ]),
  );
  return table([head, ...rows]);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          isNumeric(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}

const isNumeric = (cell: string): boolean => /^[\d ,.]+$/.test(cell);

const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Three digits that mean something. */
function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3);
}

function range({ low, high }: Spread): string {
  return `${number(low)} – ${number(high)}`;
}
