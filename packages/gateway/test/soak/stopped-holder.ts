/** R11: the node that holds the lease of the app token stands still in the middle of its fetch, another node goes on, and the first wakes up. */
import { stopChild } from './child.ts';
import { createGenerator, newAcks } from './generator.ts';
import { settledVerdict } from './settled.ts';
import { soakWorld, type Verdict } from './world.ts';

export interface StoppedHolderReport extends Verdict {
  readonly stoppedMs: number;
  /** Calls of stable_token: one of the holder, one of the node that took over. */
  readonly fetches: number;
  /** Generation of the stored token. */
  readonly generation: number;
  /** Whether what was stored changed when the first holder came with its late token. */
  readonly overwritten: boolean;
}

export async function stoppedHolder(options: {
  seed: number;
  stoppedMs: number;
  /** Milliseconds by which the second node's clock is ahead: more than the lease lets a short run be short. */
  ahead: number;
}): Promise<StoppedHolderReport> {
  const { seed, stoppedMs, ahead } = options;
  const world = await soakWorld('postgres', { nodes: 2 });
  const acks = newAcks();
  const generator = createGenerator(acks, 8);
  const token = '/cgi-bin/stable_token';
  try {
    const [holder, heir] = await Promise.all([world.start(), world.start({ node: 1, clockAhead: ahead })]);
    const letGo = world.wechat.hold(token);
    const first = generator.follow(holder.url, `holder ${seed}`);
    while (world.wechat.count(token) === 0) await pause(10);
    holder.process.kill('SIGSTOP');
    letGo();
    await pause(stoppedMs);
    await generator.follow(heir.url, `heir ${seed}`);
    const stored = () => world.rows('SELECT value_sealed, generation FROM app_tokens');
    let [before] = await stored();
    for (let waited = 0; before?.value_sealed == null && waited < 30_000; waited += 50) {
      await pause(50);
      [before] = await stored();
    }
    holder.process.kill('SIGCONT');
    await first;
    await generator.follow(holder.url, `holder ${seed}`);
    const verdict = await settledVerdict(world, acks);
    const [after] = await stored();
    await Promise.all([stopChild(holder, 'SIGTERM'), stopChild(heir, 'SIGTERM')]);
    return {
      stoppedMs,
      fetches: world.wechat.count(token),
      generation: Number(after?.generation),
      overwritten: before?.value_sealed !== after?.value_sealed,
      ...verdict,
    };
  } finally {
    generator.close();
    world.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
