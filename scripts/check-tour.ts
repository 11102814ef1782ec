// The tour from a fresh process, as a user runs it: every line is the event that the contract promises, every step comes out as
// described, and nothing is left running.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface TourEvent {
  readonly event: 'step' | 'done';
  readonly step?: string;
  readonly ok: boolean;
  readonly why?: string;
  readonly passed?: number;
  readonly failed?: number;
}

/** Every problem as one line; empty when the tour came out as described. Without a date the world is today's. */
export function checkTour(root: string, date?: string): string[] {
  const args = [join(root, 'packages/cli/bin/mingpian.mjs'), 'tour', '--json', ...(date ? ['--date', date] : [])];
  const { stdout, stderr, status, signal } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 120_000 });
  if (signal !== null) return [`the tour was ended by ${signal}`, ...stderr.split('\n')];

  const events: TourEvent[] = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const steps = events.filter(({ event }) => event === 'step');
  const last = events.at(-1);
  const problems = steps.filter(({ ok }) => !ok).map(({ step, why }) => `step ${step}: ${why}`);
  if (last?.event !== 'done') problems.push('the last line is not the event "done"');
  else if (last.passed !== steps.filter(({ ok }) => ok).length) problems.push('"done" miscounts the steps');
  if (status !== 0 && problems.length === 0) problems.push(`exit code ${status}`);
  if (problems.length > 0 && stderr !== '') problems.push(stderr.trimEnd());
  return problems;
}
