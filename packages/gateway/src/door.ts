/**
 * The public listener. Requests go to the application that stands behind it at that moment, so that another one can take its
 * place while connections stay open and what is under way ends where it began.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endOfTurn } from '@mingpian/wechat/turn';
import { isWellAddressed } from './addressing.ts';
import type { Address } from './config/shape.ts';

export type Application = (request: IncomingMessage, response: ServerResponse) => void;

export interface Door {
  listen(address: Address): Promise<void>;
  /** Lets no further connection in; resolves when the last one is gone. */
  close(): Promise<void>;
  /** Cuts whatever is still connected. */
  cut(): void;
}

/** What a connection may take, in milliseconds, and the headers of a request, in bytes. */
const limits = {
  requestTimeout: 4_000,
  headersTimeout: 3_000,
  // Whatever is late is ended at once: of ten thousand slow connections some hundred at a time, and not thousands.
  connectionsCheckingInterval: 100,
  keepAliveTimeout: 30_000,
  maxHeaderSize: 16 * 1024,
} as const;

/** `room` connections at once; of each further one, which is closed before anything is read, `turnedAway` hears. */
export function createDoor(
  behind: () => Application,
  { room, turnedAway }: { room: number; turnedAway: () => void },
): Door {
  let closing = false;
  /** Connections with a request that waits for the end of the turn. */
  const waiting = new WeakSet<Socket>();
  const server = createServer(limits, async (request, response) => {
    // A connection that was answered while we close is idle now, and nobody else would end it.
    response.once('close', () => closing && setImmediate(() => server.closeIdleConnections()));
    const { socket } = request;
    // Whoever sends the next request before an answer is read from no further until then: a turn can read megabytes. Not at
    // once, since the end of a request makes Node read on.
    if (waiting.has(socket)) queueMicrotask(() => socket.pause());
    waiting.add(socket);
    await endOfTurn();
    waiting.delete(socket);
    if (socket.isPaused()) socket.resume();
    if (closing) response.setHeader('connection', 'close');
    if (isWellAddressed(request)) behind()(request, response);
    else response.writeHead(400, { connection: 'close' }).end();
  });
  server.maxConnections = room;
  server.on('drop', turnedAway);
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => {
          server.off('error', reject);
          resolve();
        });
      }),
    close() {
      closing = true;
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
    cut: () => server.closeAllConnections(),
  };
}
