/** R42, R43, P18: two nodes on one PostgreSQL are replaced one after the other under load, by the same version or by another. */
import { type Child, stopChild } from './child.ts';
import type { FormerVersion } from './former-version.ts';
import { createGenerator, newAcks } from './generator.ts';
import { migrateUntil } from './migration-kills.ts';
import { soakWorld, type Verdict } from './world.ts';

export interface RollingReport extends Verdict {
  readonly replaced: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Pushes that were not answered with 200 at once. */
  readonly refused: number;
  /** Processes that did not end with code 0, and milliseconds that the slowest took to end. */
  readonly failedStops: number;
  readonly slowestStopMs: number;
}

export async function rolling(options: {
  seed: number;
  /** Pushes a second, to both nodes in turn. */
  rate: number;
  /** Milliseconds between two replacements. */
  between: number;
  /** Begin with this version, go to that of today, after a migration that is killed half-way, and back; else the same throughout. */
  former?: FormerVersion;
}): Promise<RollingReport> {
  const { seed, rate, between, former } = options;
  const world = await soakWorld('postgres', { nodes: 2 });
  const acks = newAcks();
  const generator = createGenerator(acks, 64);
  const room = former === undefined ? {} : { program: former.program };
  const stops: { code: number | null; ms: number }[] = [];
  try {
    // One after the other: whoever is first migrates.
    const nodes: Child[] = [await world.start({}, room), await world.start({ node: 1 }, room)];
    const up = new Set(nodes);
    const flying = new Set<Promise<void>>();
    let over = false;
    const load = async () => {
      const started = performance.now();
      for (let sent = 0; !over; await pause(4)) {
        for (const due = Math.floor(((performance.now() - started) / 1000) * rate); sent < due; sent++) {
          const taking = [...up];
          const flight = generator.say((taking[sent % taking.length] as Child).url, `rolling ${seed} ${sent}`);
          flying.add(flight);
          void flight.then(() => flying.delete(flight));
        }
      }
      await Promise.all(flying);
    };
    const loaded = load();

    const replace = async (node: number, room: { program?: string }) => {
      const old = nodes[node] as Child;
      // As with a balancer: no new pushes for a node that shall end. Those under way it has to answer.
      up.delete(old);
      const asked = performance.now();
      await stopChild(old, 'SIGTERM');
      stops.push({ code: old.process.exitCode, ms: Math.round(performance.now() - asked) });
      nodes[node] = await world.start({ node }, room);
      up.add(nodes[node]);
      await pause(between);
    };
    await pause(between);
    if (former !== undefined && (await migrateUntil(world, 1)) !== 'SIGKILL') throw new Error('nothing to migrate');
    for (const node of [1, 0]) await replace(node, {});
    for (const node of [1, 0]) await replace(node, room);
    over = true;
    await loaded;
    const verdict = await world.judge(acks);
    return {
      replaced: stops.length,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      refused: acks.refused,
      failedStops: stops.filter(({ code }) => code !== 0).length,
      slowestStopMs: Math.max(...stops.map(({ ms }) => ms)),
      ...verdict,
    };
  } finally {
    generator.close();
    world.close();
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
