/** R07, R08: the process dies in the middle of a sign-in, comes back, and the browser loads the callback again. */
import { stopChild } from './child.ts';
import type { DeathPlace } from './gateway-process.ts';
import { authorisePath, type Ending, redeem, shop, visitorOf, walk } from './visitor.ts';
import { type DatabaseName, soakWorld } from './world.ts';

export interface CallbackKillReport {
  readonly database: DatabaseName;
  readonly kills: number;
  /** Visitors who ended at the shop with tokens. */
  readonly signedIn: number;
  /** Visitors who were sent through WeChat a second time, and those more than twice. */
  readonly onceMore: number;
  readonly loops: number;
  readonly people: number;
}

export async function callbackKills(options: {
  database: DatabaseName;
  places: readonly Extract<DeathPlace, `oauth.${string}`>[];
}): Promise<CallbackKillReport> {
  const { database, places } = options;
  const world = await soakWorld(database, { fields: { clients: [shop] } });
  const report = { signedIn: 0, onceMore: 0, loops: 0 };
  try {
    for (const [index, die] of places.entries()) {
      const doomed = await world.start({ die });
      const { url } = doomed;
      const visitor = visitorOf(() => url);
      const name = `visitor ${index}`;
      const reload = async (address: string): Promise<Ending> => {
        const first = await walk(visitor, address, { wechat: world.wechat, name });
        if (first.kind !== 'broken') throw new Error(`the process did not die at ${die}`);
        await doomed.exited;
        next = await world.start();
        return walk(visitor, address, { wechat: world.wechat, name });
      };
      let next = doomed;
      const path = authorisePath(`state${index}`);
      const { kind, code, throughWeChat } = await walk(visitor, path, { wechat: world.wechat, name, arrive: reload });
      if (kind === 'code' && (await redeem(url, code)) === 200) report.signedIn += 1;
      if (throughWeChat > 0) report.onceMore += 1;
      if (throughWeChat > 1) report.loops += 1;
      await stopChild(next, 'SIGTERM');
    }
    const [persons] = await world.rows('SELECT count(*) AS people FROM persons');
    return { database, kills: places.length, ...report, people: Number(persons?.people) };
  } finally {
    world.close();
  }
}
