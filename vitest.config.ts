import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';
import { onPostgres } from './packages/gateway/test/on-postgres.ts';

/** `npm run test:all` runs these too: they fetch runtimes and frameworks that weigh hundreds of megabytes. */
const slow = '**/*.all.test.ts';
const all = process.env.MINGPIAN_ALL === '1';

/** One for each core, where Vitest would leave a core to itself: tests wait for processes, disks and browsers as often as they compute. */
const maxWorkers = '100%';

const common = { testTimeout: 20_000, hookTimeout: 60_000, pool: 'forks' } as const;

const tests = {
  test: {
    ...common,
    maxWorkers,
    include: [
      'packages/*/test/**/*.test.ts',
      'e2e/**/*.test.ts',
      'conformance/**/*.test.ts',
      'examples/**/*.test.ts',
      'runtimes/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: all ? configDefaults.exclude : [...configDefaults.exclude, slow],
  },
};

export default defineConfig(
  all ? { test: { maxWorkers, projects: [tests, { test: { ...common, ...onPostgres } }] } } : tests,
);
