import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'mingpian-config-verbs-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'mingpian.yaml');
const secrets = {
  'root.secret': 'q3Vt9ZkLw2XpRb7NcJ5sHd8FgT1yMaE6',
  'service.secret': '9f86d081884c7d659a2feaa0c55ad015',
  'service.token': 'Tq3vZr8LmW2xKp9dYb5cNf7gHj4sAe6u',
  'service.aes': 'k8Xw2Zr5TmQ7yLp3vNb9cHd6JfG1sAe4uRt0iOqWxEz',
  'shop.secret': 'b7Nq2ZkLw9XpRt3VcJ5sHd8FgT1yMaE6',
};
const config = (action: string, ...more: string[]) =>
  runHere(['config', action, '--config', file, ...more], { now: () => Date.parse('2026-03-01T00:00:00Z') });

/** A stranger's first minute: the template, and the secrets that it names. */
beforeAll(async () => {
  writeFileSync(file, (await runHere(['config', 'template'])).stdout);
  for (const [name, value] of Object.entries(secrets)) writeFileSync(join(folder, name), `${value}\n`);
});

describe('config', () => {
  it('template: valid once its secrets are there, in the language of the run', async () => {
    expect(await config('validate')).toMatchObject({ code: 0, stderr: '' });
    expect((await runHere(['config', 'template', '--lang', 'zh'])).stdout).toContain('# 生成：');
    const { stdout } = await runHere(['config', 'template', '--json']);
    expect(`${JSON.parse(stdout).template}`).toContain('public_url: https://login.example.com');
  });

  it('print: what counts, where from, and no secret', async () => {
    const { stdout } = await config('print', '--port', '5000');
    expect(stdout).toContain('  port: 5000 # flag\n');
    expect(stdout).toContain('root_secret: set # ./root.secret\n');
    expect(stdout).toContain('app_token: stable # default\n');
    for (const value of Object.values(secrets)) expect(stdout).not.toContain(value.slice(0, 6));
  });

  it('print --json: the same on one line', async () => {
    const { stdout } = await config('print', '--port', '5000', '--json');
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      config: { listen: { host: '127.0.0.1', port: 5000 }, root_secret: 'set' },
      from: { 'listen.port': 'flag', root_secret: './root.secret' },
    });
  });

  it('print: a wrong file is 78 and one sentence', async () => {
    const wrong = join(folder, 'wrong.yaml');
    writeFileSync(wrong, 'public_ulr: https://login.example.com\n');
    expect(await runHere(['config', 'print', '--config', wrong])).toMatchObject({
      code: 78,
      stdout: '',
      stderr: expect.stringContaining('did you mean public_url?'),
    });
  });

  it('schema: needs no file, for people and on one line', async () => {
    const { stdout } = await runHere(['config', 'schema']);
    const schema = JSON.parse(stdout);
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
    expect(JSON.parse((await runHere(['config', 'schema', '--json'])).stdout)).toEqual(schema);
  });
});
