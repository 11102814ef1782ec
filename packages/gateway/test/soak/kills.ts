/** R01–R05, R09: the process dies at a named moment or at a random one, under load, and comes back on the same database. */
import { type Child, stopChild } from './child.ts';
import type { DeathPlace } from './gateway-process.ts';
import { createGenerator, newAcks, seeded } from './generator.ts';
import { settledVerdict } from './settled.ts';
import { type DatabaseName, soakWorld } from './world.ts';

/** The app token is fetched once and kept, so the process that shall die over it comes first. */
export const deathPlaces: readonly DeathPlace[] = [
  'token.fetched',
  'push.verified',
  'push.committed',
  'push.acted',
  'effect.middle',
];

export interface KillReport {
  readonly seed: number;
  readonly database: DatabaseName;
  readonly kills: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** People more than openids that were dealt with: an effect that happened twice. */
  readonly duplicates: number;
  /** Rows that are done although their effect is not there. */
  readonly halfMade: number;
  readonly waiting: number;
  readonly dead: number;
  readonly readyMs: { readonly median: number; readonly most: number };
}

export async function kills(options: {
  database: DatabaseName;
  seed: number;
  /** At random moments. */
  random: number;
  /** At each of these moments once. */
  places: readonly DeathPlace[];
}): Promise<KillReport> {
  const { database, seed, random, places } = options;
  const number = seeded(seed);
  const world = await soakWorld(database);
  const acks = newAcks();
  const generator = createGenerator(acks, 8);
  const ready: number[] = [];
  let serial = 0;
  const start = async (die?: DeathPlace): Promise<Child> => {
    const child = await world.start(
      die === undefined ? {} : { die, after: die === 'token.fetched' ? 1 : 1 + Math.floor(number() * 5) },
    );
    ready.push(child.readyMs);
    return child;
  };
  /** Follows one after the other on several lanes until the process is gone, or has survived too much. */
  const load = async (child: Child) => {
    let gone = false;
    void child.exited.then(() => (gone = true));
    const most = serial + 2000;
    const lane = async () => {
      while (!gone && serial < most) await generator.follow(child.url, `follower ${seed} ${++serial}`);
    };
    await Promise.all(Array.from({ length: 6 }, lane));
  };
  try {
    for (const place of places) {
      const child = await start(place);
      await load(child);
      if (child.process.signalCode !== 'SIGKILL') throw new Error(`the process did not die at ${place}`);
    }
    for (let kill = 0; kill < random; kill++) {
      const child = await start();
      const until = acks.sent.size + 5 + Math.floor(number() * 60);
      const loaded = load(child);
      while (acks.sent.size < until) await new Promise(setImmediate);
      await stopChild(child, 'SIGKILL');
      await loaded;
    }
    const last = await start();
    // Before WeChat sends anything again, which would hide a loss.
    const { lost } = await world.judge(acks);
    // WeChat sends again what was not acknowledged, here all of it: each is stored and dealt with once.
    for (const name of Array.from({ length: serial }, (_, n) => `follower ${seed} ${n + 1}`)) {
      await generator.follow(last.url, name);
    }
    const judged = await settledVerdict(world, acks);
    await stopChild(last, 'SIGTERM');
    return {
      seed,
      database,
      kills: places.length + random,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      lost,
      duplicates: judged.duplicates,
      halfMade: judged.halfMade,
      waiting: judged.waiting,
      dead: judged.dead,
      readyMs: {
        median: Math.round(ready.toSorted((a, b) => a - b)[ready.length >> 1] ?? 0),
        most: Math.round(Math.max(...ready)),
      },
    };
  } finally {
    generator.close();
    world.close();
  }
}
