/** P11, R35, HTP-03: connections that say nothing, or a byte a second, opened again as often as they are closed. */
import { connect, type Socket } from 'node:net';
import { stopChild } from './child.ts';
import { createGenerator, newAcks, percentile } from './generator.ts';
import { paced } from './pace.ts';
import { settledVerdict } from './settled.ts';
import { soakWorld, type Verdict } from './world.ts';

export interface SlowConnectionReport extends Verdict {
  readonly connections: number;
  readonly sent: number;
  readonly acknowledged: number;
  /** Slow connections that the gateway ended, those that could not be opened, and the longest that one lasted. */
  readonly ended: number;
  readonly failed: number;
  readonly longestMs: number;
  /** p99 of valid pushes before and beside the slow connections. */
  readonly milliseconds: { readonly baseline: number; readonly beside: number };
}

const rate = 200;
/** Half of them are silent; the others send the headers of a push, one character a second. */
const drip = 'POST /wechat/service/webhook HTTP/1.1\r\n';

export async function slowConnections(options: {
  seed: number;
  connections: number;
  seconds: number;
}): Promise<SlowConnectionReport> {
  const { seed, connections, seconds } = options;
  const world = await soakWorld('sqlite');
  const acks = newAcks();
  const generator = createGenerator(acks, 64);
  const open = new Map<Socket, { readonly since: number; sent: number }>();
  const report = { ended: 0, failed: 0, longestMs: 0 };
  let over = false;
  try {
    const child = await world.start({}, { limits: 'ulimit -n "$(ulimit -Hn)"' });
    const { hostname, port } = new URL(child.url);
    await paced(rate, seconds, (index) => generator.say(child.url, `before ${seed} ${index}`));
    const before = acks.milliseconds.splice(0);

    const dial = (speaks: boolean): void => {
      const socket = connect(Number(port), hostname);
      let connected = false;
      socket.on('connect', () => {
        connected = true;
        open.set(socket, { since: performance.now(), sent: speaks ? 0 : drip.length });
      });
      socket.on('error', () => {});
      socket.resume().on('close', () => {
        const { since = 0 } = open.get(socket) ?? {};
        open.delete(socket);
        if (over) return;
        if (connected) {
          report.ended += 1;
          report.longestMs = Math.max(report.longestMs, Math.round(performance.now() - since));
        } else report.failed += 1;
        dial(speaks);
      });
    };
    for (let index = 0; index < connections; index++) {
      dial(index % 2 === 0);
      // The backlog of a listener is short; whoever fills it at once tests the kernel.
      if (index % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const dripping = setInterval(() => {
      for (const [socket, state] of open) if (state.sent < drip.length) socket.write(drip.charAt(state.sent++));
    }, 1000);
    await paced(rate, seconds, (index) => generator.say(child.url, `beside ${seed} ${index}`));
    over = true;
    clearInterval(dripping);
    for (const socket of open.keys()) socket.destroy();
    const verdict = await settledVerdict(world, acks);
    await stopChild(child, 'SIGTERM');
    return {
      connections,
      sent: acks.sent.size,
      acknowledged: acks.acknowledged.size,
      ...report,
      ...verdict,
      milliseconds: { baseline: percentile(before, 0.99), beside: percentile(acks.milliseconds, 0.99) },
    };
  } finally {
    over = true;
    for (const socket of open.keys()) socket.destroy();
    generator.close();
    world.close();
  }
}
