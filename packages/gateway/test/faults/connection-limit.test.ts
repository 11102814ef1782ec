/** More connections than there is room for. */
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectionRoom } from '../../src/connection-limit.ts';
import { type TestGateway, testGateway } from '../harness.ts';

const sockets: Socket[] = [];
let gateway: TestGateway | undefined;
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway?.close();
  gateway = undefined;
});

describe('R35 the public listener has room for', () => {
  it.each([
    ['what is configured', 12_000, 1_048_576, 12_000],
    ['what is configured, where nothing limits it', 12_000, Number.POSITIVE_INFINITY, 12_000],
    ['fewer, so that the database and WeChat can be reached', 12_000, 4_096, 3_840],
    ['half of few descriptors', 12_000, 128, 64],
  ])('%s', (_title, configured, descriptors, room) => {
    expect(connectionRoom(configured, descriptors)).toBe(room);
  });
});

it('R35 R41 further connections are closed before anything is read, those that are open are served, and so is the operator', async () => {
  const room = 5;
  gateway = await testGateway({ listen: { host: '127.0.0.1', port: 0, max_connections: room } });
  const { hostname, port } = new URL(gateway.urls.public);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const health = () =>
    new Promise((resolve, reject) => {
      const call = get(`http://${hostname}:${port}/healthz`, { agent }, (reply) => {
        reply.resume().on('end', () => resolve(reply.statusCode));
      });
      call.on('error', reject);
    });
  const open = async () => {
    const socket = connect(Number(port), hostname).resume();
    socket.on('error', () => {});
    sockets.push(socket);
    const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    await once(socket, 'connect');
    return { socket, closed };
  };
  try {
    expect(await health()).toBe(200);
    const idle = [];
    for (let number = 1; number < room; number++) idle.push(await open());
    const late = await Promise.all([open(), open(), open()]);
    await Promise.all(late.map(({ closed }) => closed));
    expect(idle.every(({ socket }) => !socket.closed)).toBe(true);
    expect(await health()).toBe(200);
    const metrics = await (await fetch(gateway.urls.metrics)).text();
    expect(metrics).toContain('mingpian_connections_total{outcome="closed"} 3');
    expect(gateway.lines.filter((line) => line.includes('further ones are closed'))).toHaveLength(1);

    idle[0]?.socket.destroy();
    // The gateway hears of the end a moment later than we.
    await expect
      .poll(() =>
        fetch(gateway!.url('/healthz')).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .toBe(200);
  } finally {
    agent.destroy();
  }
});
