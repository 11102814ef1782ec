/** One client in one process, 32 logins at a time. */
import { equal } from 'node:assert/strict';
import { openid } from '../account.ts';
import type { Reading } from '../figure.ts';
import { cpuTime, serveQuestions } from '../worker.ts';
import { type ClientName, clients } from './clients.ts';

export interface ClientQuestion {
  readonly ms: number;
}

const IN_FLIGHT = 32;

const [name, base = ''] = process.argv.slice(2) as [ClientName, string];
const login = await clients[name](base);
let codes = 0;
const nextCode = (): string => `${codes++}`.padStart(32, '0a1Bc2De3F');

const person = await login(nextCode());
equal(person.openid, openid);
equal(person.nickname, '王小明🌸');

serveQuestions<ClientQuestion>(({ ms }) => run(ms));

async function run(ms: number): Promise<Reading> {
  let logins = 0;
  const cpu = cpuTime();
  const started = performance.now();
  const until = started + ms;
  const visitor = async (): Promise<void> => {
    while (performance.now() < until) {
      await login(nextCode());
      logins += 1;
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, visitor));
  return { rate: logins / ((performance.now() - started) / 1000), cpu: (cpuTime() - cpu) / logins };
}
