/** R40: something keeps the event loop for two seconds, in the middle of a push. */
import { expect, it } from 'vitest';
import { stopChild } from '../soak/child.ts';
import { createGenerator, newAcks } from '../soak/generator.ts';
import { settledVerdict } from '../soak/settled.ts';
import { freePort, soakWorld } from '../soak/world.ts';
import { postgresPrograms } from '../store/postgres.ts';

const blocked = 2_000;
const followers = Array.from({ length: 200 }, (_, index) => `guest ${index}`);

it.each([
  'sqlite',
  'postgres',
] as const)('R40 on %s: the metrics say so, and no push is lost or counts twice', async (database) => {
  if (database === 'postgres') expect(postgresPrograms()).toBeDefined();
  const admin = { host: '127.0.0.1', port: await freePort() };
  const world = await soakWorld(database, { fields: { admin } });
  const acks = newAcks();
  const generator = createGenerator(acks);
  try {
    const child = await world.start({ die: 'push.committed', after: 2, blocked });
    await Promise.all(followers.map((name) => generator.follow(child.url, name)));
    const metrics = await (await fetch(`http://${admin.host}:${admin.port}/metrics`)).text();
    expect(Number(/^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(metrics)?.[1])).toBeGreaterThan(blocked / 1500);
    // What was not answered in time WeChat sends again; what was stored all the same counts once.
    await Promise.all(followers.map((name) => generator.follow(child.url, name)));
    expect(acks.acknowledged.size).toBe(followers.length);
    expect(await settledVerdict(world, acks)).toMatchObject({
      lost: 0,
      duplicates: 0,
      halfMade: 0,
      waiting: 0,
      dead: 0,
    });
    expect((await fetch(`${child.url}/readyz`)).status).toBe(200);
    await stopChild(child, 'SIGTERM');
    expect(child.process.exitCode).toBe(0);
  } finally {
    generator.close();
    world.close();
  }
}, 120_000);
