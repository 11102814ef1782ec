/** Processes with little room: they refuse what they cannot take, lose nothing, and do not end. */
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { type Child, stopChild } from '../soak/child.ts';
import { createGenerator, newAcks } from '../soak/generator.ts';
import { settledVerdict } from '../soak/settled.ts';
import { soakWorld } from '../soak/world.ts';

const clean = { lost: 0, duplicates: 0, halfMade: 0, waiting: 0, dead: 0 };

/** Follows at once, all of them. */
async function rush(child: Child, count: number, acks = newAcks()) {
  const generator = createGenerator(acks, 200);
  await Promise.all(Array.from({ length: count }, (_, index) => generator.follow(child.url, `guest ${index}`)));
  generator.close();
  return acks;
}

it('R39 a heap of 96 MB: eight hundred follows at once do not end the process, and none acknowledged is lost', async () => {
  const world = await soakWorld('sqlite');
  try {
    const child = await world.start({}, { flags: ['--max-old-space-size=96'] });
    const acks = await rush(child, 800);
    expect(acks.acknowledged.size).toBeGreaterThan(0);
    expect(await settledVerdict(world, acks, 120_000)).toMatchObject(clean);
    expect((await fetch(`${child.url}/readyz`)).status).toBe(200);
    await stopChild(child, 'SIGTERM');
    expect(child.process.exitCode).toBe(0);
  } finally {
    world.close();
  }
}, 240_000);

it('R41 descriptors used up by idle connections: it goes on once they are closed', async () => {
  const world = await soakWorld('sqlite');
  const idle: Socket[] = [];
  try {
    const child = await world.start({}, { limits: 'ulimit -n 128' });
    const { hostname, port } = new URL(child.url);
    for (let number = 0; number < 200; number++) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      idle.push(socket);
    }
    const crowded = await rush(child, 20);
    for (const socket of idle) socket.destroy();
    const acks = await rush(child, 20, crowded);
    expect(acks.acknowledged.size).toBe(20);
    expect(await settledVerdict(world, acks)).toMatchObject(clean);
    await stopChild(child, 'SIGTERM');
    expect(child.process.exitCode).toBe(0);
  } finally {
    for (const socket of idle) socket.destroy();
    world.close();
  }
}, 240_000);
