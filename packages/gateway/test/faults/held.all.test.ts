/** A file of SQLite in the hands of another process: nobody waits for it more than two seconds, and nothing stands still. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { event, openidOf, testGateway } from '../harness.ts';

it('R21 a file that another process holds: pushes are refused while the process goes on, and taken afterwards', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mingpian-held-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'held.db');
  const gateway = await testGateway({ database: { url: `sqlite:${path}` } });
  const follow = (name: string) => gateway.push('service', event('service', openidOf(name), 'subscribe'));
  const holder = new DatabaseSync(path);
  holder.exec('BEGIN IMMEDIATE');
  const names = Array.from({ length: 10 }, (_, index) => `follower ${index}`);
  const ready = fetch(gateway.url('/healthz'));
  const answers = await Promise.all(names.map(follow));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
  expect((await ready).status).toBe(200);
  holder.exec('ROLLBACK');
  holder.close();
  expect((await follow('follower 0')).status).toBe(200);
  await gateway.close();
});
