/** One client in one process, eight batches at a time. */
import { deepEqual } from 'node:assert/strict';
import type { Reading } from '../figure.ts';
import { cpuTime, serveQuestions } from '../worker.ts';
import { type ClientName, clients } from './clients.ts';
import { openids } from './openids.ts';

export interface ClientQuestion {
  readonly ms: number;
}

const IN_FLIGHT = 8;

const [name, base = ''] = process.argv.slice(2) as [ClientName, string];
const batch = await clients[name](base);

const followers = await batch();
deepEqual(
  followers.map(({ openid, unionid }) => [openid, unionid]),
  openids.map((openid) => [openid, openid.replace('oNmh1t', 'oVJ2-s')]),
);

serveQuestions<ClientQuestion>(({ ms }) => run(ms));

async function run(ms: number): Promise<Reading> {
  let calls = 0;
  const cpu = cpuTime();
  const started = performance.now();
  const until = started + ms;
  const caller = async (): Promise<void> => {
    while (performance.now() < until) {
      await batch();
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, caller));
  return { rate: calls / ((performance.now() - started) / 1000), cpu: (cpuTime() - cpu) / calls };
}
