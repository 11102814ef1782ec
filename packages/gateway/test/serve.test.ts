import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { written } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-serve-'));
afterAll(() => rmSync(folder, { recursive: true }));

function serve(name: string, config: Record<string, unknown>) {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, stringify(config));
  const child = spawn(process.execPath, [join(import.meta.dirname, '../src/serve.ts'), file], {
    env: { PATH: process.env.PATH },
  });
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return { child, lines: createInterface({ input: child.stdout }), ended: once(child, 'exit'), stderr: () => stderr };
}

it('R42 the program of the image says when it is ready, and ends with 0 when it is asked to', async () => {
  const { child, lines, ended } = serve('good', { ...written(), database: { url: 'sqlite:./gateway.db' } });
  const [line] = await once(lines, 'line');
  const ready = JSON.parse(line);
  expect(ready).toMatchObject({ event: 'ready', name: 'gateway', pid: child.pid });
  expect((await fetch(`${ready.urls.public}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('ADM-09 refuses a configuration that must not start with 78 and one sentence', async () => {
  const { ended, stderr } = serve('bad', { ...written(), root_secret: 'x'.repeat(40) });
  expect(await ended).toEqual([78, null]);
  expect(stderr().trim().split('\n')).toEqual([expect.stringContaining('root_secret')]);
});
