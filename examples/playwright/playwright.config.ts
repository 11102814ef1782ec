import { defineConfig } from '@playwright/test';

const executablePath = process.env.MINGPIAN_CHROMIUM;

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  reporter: 'line',
  // What a failure leaves behind: outside of the repository's own files.
  outputDir: '../../node_modules/.cache/playwright',
  use: { launchOptions: { args: ['--no-sandbox'], ...(executablePath && { executablePath }) } },
});
