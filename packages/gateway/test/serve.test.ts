import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { emptyDatabase, written } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-serve-'));
afterAll(() => rmSync(folder, { recursive: true }));

const database = async (file: string) => ({ url: (await emptyDatabase(file)).url });

function serve(name: string, config: Record<string, unknown>) {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, stringify(config));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/serve.ts'), file], {
    env: { PATH: process.env.PATH },
  });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const wrote = async (sentence: string) => {
    while (!stderr.includes(sentence)) await once(child.stderr, 'data');
  };
  const rewrite = (changed: Record<string, unknown>) => writeFileSync(file, stringify(changed));
  return {
    child,
    rewrite,
    wrote,
    lines: createInterface({ input: child.stdout }),
    ended: once(child, 'exit'),
    stderr: () => stderr,
  };
}

it('R42 the program of the image says when it is ready, and ends with 0 when it is asked to', async () => {
  const { child, lines, ended } = serve('good', { ...written(), database: await database('./gateway.db') });
  const [line] = await once(lines, 'line');
  const ready = JSON.parse(line);
  expect(ready).toMatchObject({ event: 'ready', name: 'gateway', pid: child.pid });
  expect((await fetch(`${ready.urls.public}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('ADM-09 takes a changed file at SIGHUP, and keeps the one before where the change is wrong', async () => {
  const config = { ...written(), database: await database('./reloaded.db') };
  const { child, lines, ended, rewrite, wrote, stderr } = serve('reloaded', config);
  const [line] = await once(lines, 'line');
  const page = async () => (await fetch(`${JSON.parse(line).urls.public}/MP_verify_0123456789abcdef.txt`)).status;
  expect(await page()).toBe(404);
  rewrite({ ...config, verify_files: ['MP_verify_0123456789abcdef.txt'], log_level: 'warn' });
  child.kill('SIGHUP');
  // The new level holds when the line about it would be written: so what tells is the page.
  while ((await page()) !== 200) await new Promise((resolve) => setImmediate(resolve));
  rewrite({ ...config, langauge: 'en' });
  child.kill('SIGHUP');
  await wrote('the one before holds');
  expect(stderr()).toContain('did you mean language?');
  expect(stderr()).not.toContain('the configuration was taken');
  expect(await page()).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('ADM-09 refuses a configuration that must not start with 78 and one sentence', async () => {
  const { ended, stderr } = serve('bad', { ...written(), root_secret: 'x'.repeat(40) });
  expect(await ended).toEqual([78, null]);
  expect(stderr().trim().split('\n')).toEqual([expect.stringContaining('root_secret')]);
});
