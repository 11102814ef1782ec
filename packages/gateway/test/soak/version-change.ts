/** R43: a database that the version before filled is migrated by that of today, and read by both. */
import { stopChild } from './child.ts';
import type { FormerVersion } from './former-version.ts';
import { createGenerator, newAcks } from './generator.ts';
import { settledVerdict } from './settled.ts';
import { visitorOf, walk } from './visitor.ts';
import { type DatabaseName, soakWorld, type Verdict } from './world.ts';

export interface VersionChangeReport extends Verdict {
  readonly database: DatabaseName;
  readonly acknowledged: number;
  readonly people: number;
  /** What `/me` answers to somebody who signed in under the version before: there, under today's, and there again. */
  readonly me: readonly number[];
}

export async function versionChange(database: DatabaseName, former: FormerVersion): Promise<VersionChangeReport> {
  const world = await soakWorld(database);
  const acks = newAcks();
  const generator = createGenerator(acks, 8);
  const me: number[] = [];
  let url = '';
  const visitor = visitorOf(() => url);
  try {
    for (const program of [former.program, undefined, former.program]) {
      const child = await world.start({}, program === undefined ? {} : { program });
      url = child.url;
      if (me.length === 0) {
        await walk(visitor, '/login/service?return_to=/me', { wechat: world.wechat, name: 'reader' });
      }
      // The first of them were dealt with by the version before: pushed again, they are known.
      for (let number = 0; number < 10 * (me.length + 1); number++) await generator.follow(url, `guest ${number}`);
      me.push((await visitor.get('/me')).status);
      await settledVerdict(world, acks);
      await stopChild(child, 'SIGTERM');
    }
    const verdict = await world.judge(acks);
    const people = Number((await world.rows('SELECT count(*) AS people FROM persons'))[0]?.people);
    return { database, acknowledged: acks.acknowledged.size, people, me, ...verdict };
  } finally {
    generator.close();
    world.close();
  }
}
