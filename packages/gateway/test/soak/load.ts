/** P1, P2: messages at a fixed rate, whether the answers keep up or not, and a ledger of what was acknowledged. */
import { stopChild } from './child.ts';
import { createGenerator, newAcks, percentile } from './generator.ts';
import { type DatabaseName, soakWorld } from './world.ts';

export interface LoadReport {
  readonly database: DatabaseName;
  readonly rate: number;
  readonly seconds: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly lost: number;
  readonly duplicates: number;
  readonly milliseconds: { readonly p50: number; readonly p99: number; readonly most: number };
}

export async function load(options: {
  database: DatabaseName;
  seed: number;
  rate: number;
  seconds: number;
}): Promise<LoadReport> {
  const { database, seed, rate, seconds } = options;
  const world = await soakWorld(database);
  const acks = newAcks();
  const generator = createGenerator(acks, 256);
  try {
    const child = await world.start();
    await generator.say(child.url, `warm ${seed}`);
    const flying = new Set<Promise<void>>();
    const started = performance.now();
    let sent = 0;
    while (sent < rate * seconds) {
      const due = Math.min(rate * seconds, Math.floor(((performance.now() - started) / 1000) * rate));
      for (; sent < due; sent++) {
        const flight = generator.say(child.url, `load ${seed} ${sent}`);
        flying.add(flight);
        void flight.then(() => flying.delete(flight));
      }
      await new Promise((resolve) => setTimeout(resolve, 4));
    }
    await Promise.all(flying);
    await stopChild(child, 'SIGTERM');
    const judged = await world.judge(acks);
    const { milliseconds } = acks;
    return {
      database,
      rate,
      seconds,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      refused: acks.refused,
      lost: judged.lost,
      duplicates: judged.duplicates,
      milliseconds: {
        p50: percentile(milliseconds, 0.5),
        p99: percentile(milliseconds, 0.99),
        most: percentile(milliseconds, 1),
      },
    };
  } finally {
    generator.close();
    world.close();
  }
}
