import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';
import { onPostgres } from './packages/gateway/test/on-postgres.ts';

/** `npm run test:all` runs these too: they fetch runtimes and frameworks that weigh hundreds of megabytes. */
const slow = '**/*.all.test.ts';
const all = process.env.MINGPIAN_ALL === '1';

const common = { testTimeout: 20_000, hookTimeout: 60_000, pool: 'forks' } as const;

const tests = {
  test: {
    ...common,
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

export default defineConfig(all ? { test: { projects: [tests, { test: { ...common, ...onPostgres } }] } } : tests);
