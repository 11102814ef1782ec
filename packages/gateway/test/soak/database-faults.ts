/** R15–R19, P5: PostgreSQL is gone, slow, ends connections, takes no writes, or carries a COMMIT out and does not say so. */
import { stopChild } from './child.ts';
import { createGenerator, newAcks } from './generator.ts';
import { settledVerdict } from './settled.ts';
import { shop, visitorOf, walk } from './visitor.ts';
import { soakWorld, type Verdict, type World } from './world.ts';

export const databaseFaults = {
  /** R15 */
  gone: {
    begin: async ({ wire }: World) => wire?.down(true),
    end: async ({ wire }: World) => wire?.down(false),
  },
  /** R16: two seconds for every statement. */
  slow: {
    begin: async ({ wire }: World) => wire?.delay(2000),
    end: async ({ wire }: World) => wire?.delay(0),
  },
  /** R17 */
  terminated: {
    begin: ({ rows }: World) =>
      rows(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      ),
    end: async () => {},
  },
  /** R18 */
  readOnly: {
    begin: (world: World) => readOnly(world, 'on'),
    end: (world: World) => readOnly(world, 'off'),
  },
  /** R19 */
  cutAfterCommit: {
    begin: async ({ wire }: World) => wire?.cutAfterCommit(3),
    end: async ({ wire }: World) => wire?.cutAfterCommit(0),
  },
} as const;

export interface DatabaseFaultReport extends Verdict {
  readonly fault: keyof typeof databaseFaults;
  readonly times: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** Milliseconds until the slowest answer, and from the end of the fault to the next acknowledgement. */
  readonly slowest: number;
  readonly backMs: readonly number[];
  /** What `/readyz` and `/me` of somebody signed in answered in the midst of the fault. */
  readonly during: { readonly ready: number; readonly me: number };
  readonly cuts: number;
}

export async function databaseFault(options: {
  fault: keyof typeof databaseFaults;
  seed: number;
  times: number;
  /** Milliseconds that each lasts, and that lie between two. */
  lasts: number;
}): Promise<DatabaseFaultReport> {
  const { fault, seed, times, lasts } = options;
  const { begin, end } = databaseFaults[fault];
  const world = await soakWorld('postgres', { wired: true, fields: { clients: [shop] } });
  const acks = newAcks();
  const generator = createGenerator(acks, 8);
  const names: string[] = [];
  const backMs: number[] = [];
  const during = { ready: 0, me: 0 };
  try {
    const child = await world.start();
    const visitor = visitorOf(() => child.url);
    await walk(visitor, '/login/service?return_to=/me', { wechat: world.wechat, name: 'reader' });
    let over = false;
    const lane = async () => {
      while (!over) {
        const name = `faults ${seed} ${names.length}`;
        names.push(name);
        await generator.follow(child.url, name);
        await pause(5);
      }
    };
    const lanes = Array.from({ length: 6 }, lane);
    for (let time = 0; time < times; time++) {
      await begin(world);
      await pause(lasts);
      during.ready = (await fetch(`${child.url}/readyz`)).status;
      during.me = (await visitor.get('/me')).status;
      await end(world);
      const lifted = performance.now();
      const before = acks.acknowledged.size;
      while (acks.acknowledged.size === before && performance.now() - lifted < 30_000) await pause(5);
      backMs.push(Math.round(performance.now() - lifted));
    }
    over = true;
    await Promise.all(lanes);
    // WeChat sends again what was not acknowledged.
    for (const name of names) await generator.follow(child.url, name);
    const verdict = await settledVerdict(world, acks);
    await stopChild(child, 'SIGTERM');
    return {
      fault,
      times,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      refused: acks.refused,
      ...verdict,
      slowest: Math.round(acks.slowest),
      backMs,
      during,
      cuts: world.wire?.cuts ?? 0,
    };
  } finally {
    generator.close();
    world.close();
  }
}

async function readOnly({ rows }: World, value: 'on' | 'off'): Promise<void> {
  await rows(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
  await rows('SELECT pg_reload_conf()');
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
