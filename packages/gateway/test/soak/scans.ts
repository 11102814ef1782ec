/** QR-06: somebody who follows scans made-up scenes, while computers wait for their own. */
import { createHash } from 'node:crypto';
import { databases } from '../databases.ts';
import { handoffStage } from '../handoff/stage.ts';
import { writtenAccount } from '../login/browser.ts';

export interface ScanReport {
  readonly database: string;
  readonly pushes: number;
  /** Waiting computers that something happened to. */
  readonly hits: number;
  /** Scenes that were looked up at all. */
  readonly lookedUp: number;
  /** Replies of the account. */
  readonly answered: number;
}

/** Pushes that are under way at once. */
const abreast = 20;
const computers = 20;

export async function scans(options: { database: string; seed: number; count: number }): Promise<ScanReport> {
  const { database: name, seed, count } = options;
  const database = databases.find((each) => each.name === name);
  if (database === undefined) throw new TypeError(`database must be one that is installed, not ${name}`);
  let lookedUp = 0;
  const stage = await handoffStage(
    database,
    { accounts: [writtenAccount('service', { methods: ['scene_qr'] })] },
    {
      beforeStore: (store) => ({
        ...store,
        handoffs: {
          ...store.handoffs,
          byHandle(digest) {
            lookedUp++;
            return store.handoffs.byHandle(digest);
          },
        },
      }),
    },
  );
  try {
    const waiting = await Promise.all(Array.from({ length: computers }, () => stage.waitsAt('/login/service')));
    let answered = 0;
    for (let done = 0; done < count; done += abreast) {
      const scenes = Array.from({ length: Math.min(abreast, count - done) }, (_, at) =>
        createHash('sha256')
          .update(`${seed} ${done + at}`)
          .digest('hex')
          .slice(0, 32),
      );
      const replies = await Promise.all(scenes.map((scene) => stage.scene('guesser', scene)));
      answered += replies.filter(({ reply }) => reply !== 'success').length;
    }
    const rows = await Promise.all(waiting.map((each) => each.row()));
    const hits = rows.filter(({ status }) => status !== 'new').length;
    return { database: name, pushes: count, hits, lookedUp, answered };
  } finally {
    await stage.close();
  }
}
