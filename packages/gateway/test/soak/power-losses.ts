/** R06, P4: the machine loses its power under load, and what no sync had followed is gone; the next process finds the rest. */
import { type Child, stopChild } from './child.ts';
import { createGenerator, newAcks, seeded } from './generator.ts';
import { powerCut } from './power-cut.ts';
import { settledVerdict } from './settled.ts';
import { soakWorld, type Verdict } from './world.ts';

export interface PowerLossReport extends Verdict {
  readonly seed: number;
  readonly cuts: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Writes that no sync had followed, and those of them that were gone. */
  readonly unsynced: number;
  readonly dropped: number;
  /** What SQLite says of its file after each cut, where that is not `ok`. */
  readonly damage: readonly string[];
}

/**
 * With every second cut all of what was not synced is gone, with the others a part of it. `lies`: the disk reports syncs that it
 * did not make; then acknowledged pushes must be lost, or this run could not fail.
 */
export async function powerLosses(options: { seed: number; cuts: number; lies?: boolean }): Promise<PowerLossReport> {
  const { seed, cuts, lies = false } = options;
  const number = seeded(seed);
  const world = await soakWorld('sqlite');
  const power = powerCut(world.file, { lies });
  const acks = newAcks();
  const generator = createGenerator(acks, 8);
  const total = { unsynced: 0, dropped: 0 };
  const damage: string[] = [];
  let serial = 0;
  const load = async (child: Child) => {
    let gone = false;
    void child.exited.then(() => (gone = true));
    const lane = async () => {
      while (!gone) await generator.follow(child.url, `cut ${seed} ${++serial}`);
    };
    await Promise.all(Array.from({ length: 6 }, lane));
  };
  try {
    for (let cut = 0; cut < cuts; cut++) {
      const child = await world.start({}, { environment: power.environment });
      const until = acks.sent.size + 5 + Math.floor(number() * 60);
      const loaded = load(child);
      while (acks.sent.size < until) await new Promise(setImmediate);
      await stopChild(child, 'SIGKILL');
      await loaded;
      const { unsynced, dropped } = power.cut(() => cut % 2 === 1 && number() < 0.5);
      total.unsynced += unsynced;
      total.dropped += dropped;
      for (const { integrity_check } of lies ? [] : await world.rows('PRAGMA integrity_check')) {
        if (integrity_check !== 'ok') damage.push(String(integrity_check));
      }
    }
    const last = await world.start();
    // Before WeChat sends anything again, which would hide a loss.
    const { lost } = await world.judge(acks);
    if (!lies) for (let sent = 1; sent <= serial; sent++) await generator.follow(last.url, `cut ${seed} ${sent}`);
    const verdict = await settledVerdict(world, acks);
    await stopChild(last, 'SIGTERM');
    const { sent, acknowledged } = { sent: acks.sent.size, acknowledged: acks.acknowledged.size };
    return { seed, cuts, sent, acknowledged, ...total, damage, ...verdict, lost };
  } finally {
    generator.close();
    world.close();
  }
}
