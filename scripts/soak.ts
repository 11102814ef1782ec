// `npm run soak`: the long forms of the promises, which take longer than a person waits for tests. `npm run soak -- P6` runs one,
// `--list` names them, `--seed N` repeats a run, `--scale X` makes it shorter or longer, `--hours H` is for P15. Each run prints its figures as one JSON
// line; the exit code is 1 if a promise was broken.

import { parseArgs } from 'node:util';
import { durability } from './soak/durability.ts';
import { faults } from './soak/faults.ts';
import { hostile } from './soak/hostile.ts';
import { once } from './soak/once.ts';

const forms = [...durability, ...once, ...hostile, ...faults];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string' },
    scale: { type: 'string', default: '1' },
    list: { type: 'boolean' },
    hours: { type: 'string', default: '2' },
  },
});
const chosen = positionals.length === 0 ? forms : forms.filter(({ promise }) => positionals.includes(promise));

if (values.list) {
  for (const { promise, what } of forms) process.stdout.write(`${promise}  ${what}\n`);
} else if (chosen.length === 0) {
  process.stderr.write(`no such promise: ${positionals.join(', ')}. --list names those that can be run.\n`);
  process.exitCode = 2;
} else {
  const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
  for (const { promise, what, run } of chosen) {
    process.stderr.write(`${promise}: ${what} (seed ${seed})\n`);
    const started = performance.now();
    const { kept, report } = await run({ seed, scale: Number(values.scale), hours: Number(values.hours) });
    const seconds = Math.round((performance.now() - started) / 1000);
    process.stdout.write(`${JSON.stringify({ promise, kept, seconds, node: process.version, ...report })}\n`);
    if (kept === false) process.exitCode = 1;
  }
}
