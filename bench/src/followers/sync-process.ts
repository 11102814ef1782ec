/** One pipeline in one process. A slice takes whole pages and leaves its cursor to the next slice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reading } from '../figure.ts';
import { cpuTime, serveQuestions } from '../worker.ts';
import { type Account, FollowerTable, pipelines, type SyncName } from './sync.ts';

export interface SyncQuestion {
  readonly ms: number;
}

const [name, account = ''] = process.argv.slice(2) as [SyncName, string];
const pages = await pipelines[name](JSON.parse(account) as Account);
const folder = mkdtempSync(join(tmpdir(), 'mingpian-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true }));
const table = new FollowerTable(join(folder, 'followers.db'));
let at: string | undefined;

serveQuestions<SyncQuestion>(({ ms }) => run(ms));

async function run(ms: number): Promise<Reading> {
  let followers = 0;
  const cpu = cpuTime();
  const started = performance.now();
  for await (const { cursor, lists } of pages(at)) {
    followers += await table.take(lists, cursor);
    at = cursor;
    if (performance.now() - started >= ms) break;
  }
  const elapsed = performance.now() - started;
  return {
    rate: followers / (elapsed / 1000),
    cpu: (cpuTime() - cpu) / followers,
    // The most it ever was, in megabytes.
    memory: process.resourceUsage().maxRSS / 1000,
  };
}
