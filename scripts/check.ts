// `npm test`: every check the project has, in the order in which a failure is cheapest to find. Each prints one line with its
// time; the tests print their own. The last line counts tests and checks together, and the exit code is 1 if any failed.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { checkArrows } from './check-arrows.ts';
import { checkCases } from './check-cases.ts';
import { checkDocs } from './check-docs.ts';
import { checkFacts } from './check-facts.ts';
import { checkTour } from './check-tour.ts';

const root = resolve(import.meta.dirname, '..');

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
  /** What is wrong, ready to print. */
  readonly problems: readonly string[];
}

interface Check {
  readonly name: string;
  run(): Promise<Outcome>;
}

const outcomeOf = (problems: readonly string[]): Outcome => ({
  passed: problems.length === 0 ? 1 : 0,
  failed: problems.length === 0 ? 0 : 1,
  problems,
});

/** A check of ours: a function that returns its findings. */
const own = (name: string, find: () => readonly string[] | Promise<readonly string[]>): Check => ({
  name,
  run: async () => outcomeOf(await find()),
});

/** A program in node_modules/.bin; its output is shown only when it fails. */
const program = (name: string, script: string, ...args: readonly string[]): Check => ({
  name,
  async run() {
    const { code, output } = await execute([script, ...args], 'capture');
    return outcomeOf(code === 0 ? [] : [output.trimEnd()]);
  },
});

/** Vitest, whose output is visible while it runs and whose report is read afterwards. */
const tests: Check = {
  name: 'tests',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'mingpian-check-'));
    try {
      const report = join(folder, 'report.json');
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      const { code } = await execute(['node_modules/vitest/vitest.mjs', ...args], 'show');
      const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
        readFileSync(report, 'utf8'),
      );
      // A file that does not load fails no test; the exit code alone tells.
      const failed = code !== 0 && numFailedTests === 0 ? 1 : numFailedTests;
      return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests, problems: [] };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

const checks: readonly Check[] = [
  program('lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--colors=off', '.'),
  program('types', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'),
  own('arrows', () => checkArrows(root)),
  own('facts', () => checkFacts()),
  own('cases', () => checkCases(root)),
  own('docs', () => checkDocs(root)),
  program('generated docs', 'scripts/generate-docs.ts', '--check'),
  tests,
  own('tour, today', () => checkTour(root)),
  own('tour, 2014', () => checkTour(root, '2014-01-01')),
];

function execute(
  args: readonly string[],
  output: 'capture' | 'show',
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, reject) => {
    const stdio = output === 'show' ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', stdio, stdio] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (part) => (text += part));
    child.once('error', reject);
    child.once('close', (code) => done({ code, output: text }));
  });
}

// `npm run test:all`. The tests inherit it: vitest.config.ts leaves out what takes longer than a person waits otherwise.
if (process.argv.includes('--all')) process.env.MINGPIAN_ALL = '1';

let passed = 0;
let failed = 0;
let skipped = 0;
for (const check of checks) {
  const started = performance.now();
  const outcome = await check.run().catch((error: Error): Outcome => outcomeOf([error.stack ?? String(error)]));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${outcome.failed === 0 ? '✓' : '✗'} ${check.name} (${seconds} s)\n`);
  for (const problem of outcome.problems) process.stdout.write(`${problem.replace(/^/gm, '  ')}\n`);
  passed += outcome.passed;
  failed += outcome.failed;
  skipped += outcome.skipped ?? 0;
}
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed === 0 ? 0 : 1;
