/**
 * Who keeps connections open, in a process of its own, as the forger is. Half of them are silent; the others send the headers
 * of a push, one character a second. What the gateway ends is opened again. Arguments: address, connections. Says `open` when all
 * have been opened once, and at SIGTERM how many were ended, how many could not be opened, and how long one lasted at most.
 */
import { connect, type Socket } from 'node:net';

const [url = '', connections] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const drip = 'POST /wechat/service/webhook HTTP/1.1\r\n';
const open = new Map<Socket, { readonly since: number; sent: number }>();
const report = { ended: 0, failed: 0, longestMs: 0 };

function dial(speaks: boolean): void {
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
    if (connected) {
      report.ended += 1;
      report.longestMs = Math.max(report.longestMs, Math.round(performance.now() - since));
    } else report.failed += 1;
    dial(speaks);
  });
}

process.on('SIGTERM', () => process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit()));
for (let index = 0; index < Number(connections); index++) {
  dial(index % 2 === 0);
  // The backlog of a listener is short; whoever fills it at once tests the kernel.
  if (index % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 10));
}
process.stdout.write('open\n');
setInterval(() => {
  for (const [socket, state] of open) if (state.sent < drip.length) socket.write(drip.charAt(state.sent++));
}, 1000);
