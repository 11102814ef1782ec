/** P10, R34: pushes at their usual rate, then twenty times as many requests, nine of ten with a forged signature. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stopChild } from './child.ts';
import { createGenerator, newAcks, percentile } from './generator.ts';
import { paced } from './pace.ts';
import { settledVerdict } from './settled.ts';
import { type DatabaseName, soakWorld, type Verdict } from './world.ts';

export interface FloodReport extends Verdict {
  readonly database: DatabaseName;
  readonly sent: number;
  readonly acknowledged: number;
  readonly forged: number;
  /** Forged requests that were answered as if they were WeChat's. */
  readonly admitted: number;
  /** How many forged requests got which status; 0 is a connection that ended without one. */
  readonly answers: Readonly<Record<string, number>>;
  /** p99 of valid pushes before and during the flood. */
  readonly milliseconds: { readonly baseline: number; readonly flood: number };
  /** Processor time of the gateway during the flood, divided by the forged requests: the valid ones are in it too. */
  readonly cpuMsPerForged: number;
}

/** Valid pushes a second before the flood; requests a second in it; the share of those that is forged. */
const baseline = 200;
const flooded = baseline * 20;
const forgedShare = 0.9;

export async function flood(options: { database: DatabaseName; seed: number; seconds: number }): Promise<FloodReport> {
  const { database, seed, seconds } = options;
  const world = await soakWorld(database);
  const acks = newAcks();
  const generator = createGenerator(acks, 256);
  try {
    const child = await world.start();
    const { pid } = child.process;
    await paced(baseline, seconds, (index) => generator.say(child.url, `before ${seed} ${index}`));
    const before = acks.milliseconds.splice(0);
    const cpu = cpuMs(pid);
    const [answers] = await Promise.all([
      forged(child.url, flooded * forgedShare, seconds),
      paced(flooded * (1 - forgedShare), seconds, (index) => generator.say(child.url, `flood ${seed} ${index}`)),
    ]);
    const forgeries = Object.values(answers).reduce((sum, count) => sum + count, 0);
    const spent = cpuMs(pid) - cpu;
    const verdict = await settledVerdict(world, acks);
    await stopChild(child, 'SIGTERM');
    return {
      database,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      forged: forgeries,
      admitted: answers[200] ?? 0,
      answers,
      ...verdict,
      milliseconds: { baseline: percentile(before, 0.99), flood: percentile(acks.milliseconds, 0.99) },
      cpuMsPerForged: Math.round((spent / forgeries) * 100) / 100,
    };
  } finally {
    generator.close();
    world.close();
  }
}

/** The forged part of the flood; answers how many got which status. */
async function forged(url: string, rate: number, seconds: number): Promise<Record<string, number>> {
  const forger = spawn(process.execPath, [join(import.meta.dirname, 'forger.ts'), url, String(rate), String(seconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(forger.stdout)) as Record<string, number>;
}

/** Processor time that a process has used, in milliseconds; the kernel counts in hundredths of a second. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
