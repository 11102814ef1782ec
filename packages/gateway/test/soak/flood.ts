/** P10, R34: pushes at their usual rate, then twenty times as many requests, nine of ten with a forged signature. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
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
    const answers = new Map<number, number>();
    const cpu = cpuMs(pid);
    await Promise.all([
      paced(flooded * (1 - forgedShare), seconds, (index) => generator.say(child.url, `flood ${seed} ${index}`)),
      paced(flooded * forgedShare, seconds, async () => {
        const status = await forge(child.url);
        answers.set(status, (answers.get(status) ?? 0) + 1);
      }),
    ]);
    const forged = [...answers.values()].reduce((sum, count) => sum + count, 0);
    const spent = cpuMs(pid) - cpu;
    const verdict = await settledVerdict(world, acks);
    await stopChild(child, 'SIGTERM');
    return {
      database,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      forged,
      admitted: answers.get(200) ?? 0,
      answers: Object.fromEntries(answers),
      ...verdict,
      milliseconds: { baseline: percentile(before, 0.99), flood: percentile(acks.milliseconds, 0.99) },
      cpuMsPerForged: Math.round((spent / forged) * 100) / 100,
    };
  } finally {
    generator.close();
    world.close();
  }
}

/** One request that anybody can make who knows the address: on a connection of its own. Answers the status, 0 for none. */
function forge(url: string): Promise<number> {
  const { hostname, port } = new URL(url);
  const timestamp = Math.floor(Date.now() / 1000);
  const body = `<xml>${'x'.repeat(600)}</xml>`;
  const query = `signature=${'0'.repeat(40)}&timestamp=${timestamp}&nonce=1&encrypt_type=aes&msg_signature=${'0'.repeat(40)}`;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let said = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (text: Buffer) => (said += text.toString('latin1')));
    socket.on('error', () => {});
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(said)?.[1] ?? 0)));
    socket.write(
      `POST /wechat/service/webhook?${query} HTTP/1.1\r\nHost: gateway\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  });
}

/** Processor time that a process has used, in milliseconds; the kernel counts in hundredths of a second. */
function cpuMs(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
