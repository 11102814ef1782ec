import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { findChromium } from '../scripts/system-parts.mjs';

const root = resolve(import.meta.dirname, '..');

it('the Playwright example passes', { timeout: 60_000 }, async () => {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error('no Chromium: npm test installs one');
  const cli = resolve(root, 'node_modules/@playwright/test/cli.js');
  const child = spawn(process.execPath, [cli, 'test', '--config', 'examples/playwright'], {
    cwd: root,
    env: { ...process.env, MINGPIAN_CHROMIUM: chromium, CI: '1', NODE_OPTIONS: '', VITEST: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  const code = await new Promise((done) => child.once('close', done));
  expect(code, text).toBe(0);
  expect(text).toContain('2 passed');
});
