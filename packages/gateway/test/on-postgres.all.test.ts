/** The suites of signing in and linking once more, every gateway on PostgreSQL. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, postgresPrograms, startCluster } from './store/postgres.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const programs = postgresPrograms();

describe.skipIf(programs === undefined)('on PostgreSQL', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster(programs!);
  });
  afterAll(() => cluster?.stop());

  it.each([
    'callback',
    'linking',
    'start',
    'me',
  ])('OAS OAC LNK the suite %s passes as it does on SQLite', async (suite) => {
    const vitest = `${root}node_modules/vitest/vitest.mjs`;
    const file = `packages/gateway/test/login/${suite}.test.ts`;
    const child = spawn(process.execPath, [vitest, 'run', '--reporter=dot', file], {
      cwd: root,
      env: { ...process.env, MINGPIAN_ALL: '', MINGPIAN_TEST_CLUSTER: cluster.folder, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect(output).toMatch(/Tests {2}\d+ passed/);
    expect(code, output).toBe(0);
  }, 180_000);
});
