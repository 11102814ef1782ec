/** P11, R35, HTP-03: connections that say nothing, or a byte a second, opened again as often as they are closed. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stopChild } from './child.ts';
import { createGenerator, newAcks, percentile } from './generator.ts';
import { paced } from './pace.ts';
import { settledVerdict } from './settled.ts';
import { soakWorld, type Verdict } from './world.ts';

export interface SlowConnectionReport extends Verdict {
  readonly connections: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Slow connections that the gateway ended, those that could not be opened, and the longest that one lasted. */
  readonly ended: number;
  readonly failed: number;
  readonly longestMs: number;
  /** p99 of valid pushes before and beside the slow connections. */
  readonly milliseconds: { readonly baseline: number; readonly beside: number };
}

const rate = 200;

export async function slowConnections(options: {
  seed: number;
  connections: number;
  seconds: number;
}): Promise<SlowConnectionReport> {
  const { seed, connections, seconds } = options;
  const world = await soakWorld('sqlite');
  const acks = newAcks();
  const generator = createGenerator(acks, 64);
  let caller: ReturnType<typeof slowCaller> | undefined;
  try {
    const child = await world.start({}, { limits: 'ulimit -n "$(ulimit -Hn)"' });
    await paced(rate, seconds, (index) => generator.say(child.url, `before ${seed} ${index}`));
    const before = acks.milliseconds.splice(0);

    caller = slowCaller(child.url, connections);
    await caller.open;
    await paced(rate, seconds, (index) => generator.say(child.url, `beside ${seed} ${index}`));
    const report = await caller.end();
    const verdict = await settledVerdict(world, acks);
    await stopChild(child, 'SIGTERM');
    return {
      connections,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      ...report,
      ...verdict,
      milliseconds: { baseline: percentile(before, 0.99), beside: percentile(acks.milliseconds, 0.99) },
    };
  } finally {
    caller?.kill();
    generator.close();
    world.close();
  }
}

type Slow = Pick<SlowConnectionReport, 'ended' | 'failed' | 'longestMs'>;

function slowCaller(url: string, connections: number) {
  const arguments_ = [join(import.meta.dirname, 'slow-caller.ts'), url, String(connections)];
  const caller = spawn(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: caller.stdout })[Symbol.asyncIterator]();
  return {
    open: lines.next(),
    async end(): Promise<Slow> {
      caller.kill('SIGTERM');
      return JSON.parse(String((await lines.next()).value)) as Slow;
    },
    kill: () => caller.kill('SIGKILL'),
  };
}
