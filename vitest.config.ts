import process from 'node:process';
import { configDefaults, defineConfig } from 'vitest/config';

/** `npm run test:all` runs these too: they fetch runtimes and frameworks that weigh hundreds of megabytes. */
const slow = '**/*.all.test.ts';

export default defineConfig({
  test: {
    include: [
      'packages/*/test/**/*.test.ts',
      'e2e/**/*.test.ts',
      'conformance/**/*.test.ts',
      'examples/**/*.test.ts',
      'runtimes/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    exclude: process.env.MINGPIAN_ALL === '1' ? configDefaults.exclude : [...configDefaults.exclude, slow],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
