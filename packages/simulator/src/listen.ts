import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Peer } from './live-world.ts';
import { ConnectionFault } from './wechat/faults.ts';
import type { WireReply } from './wechat/reply.ts';

export interface ListenOptions {
  host: string;
  port: number;
  answer: (request: Request, peer: Peer) => Promise<Response | WireReply>;
}

type Answer = ListenOptions['answer'];

/** Writes the answers of a function from Request to Response to Node's responses; a connection fault ends the socket. */
export function requestListener(answer: Answer): (incoming: IncomingMessage, outgoing: ServerResponse) => unknown {
  return getRequestListener(
    async (request, env) => {
      const { incoming, outgoing } = env as { incoming: IncomingMessage; outgoing: ServerResponse };
      try {
        const reply = await answer(request, { address: plainAddress(incoming.socket.remoteAddress ?? '') });
        return reply instanceof Response ? reply : written(outgoing, reply);
      } catch (error) {
        if (!(error instanceof ConnectionFault)) throw error;
        if (error.code === 'reset' && !('encrypted' in incoming.socket)) incoming.socket.resetAndDestroy();
        else incoming.socket.destroy();
        return new Response(null);
      }
    },
    // Otherwise the adapter replaces the global Request and Response, which a library must not do to its host.
    { overrideGlobalObjects: false },
  ) as (incoming: IncomingMessage, outgoing: ServerResponse) => unknown;
}

function written(outgoing: ServerResponse, { status, contentType, body }: WireReply): Response {
  outgoing.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }).end(body);
  return RESPONSE_ALREADY_SENT;
}

/** A Node server in front of a function from Request to Response. Resolves once the port answers. */
export async function listenOn({ host, port, answer }: ListenOptions): Promise<{ server: Server; origin: string }> {
  const server = createServer(requestListener(answer));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: actualPort } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { server, origin: `http://${name}:${actualPort}` };
}

/** `::ffff:127.0.0.1` is how a dual-stack socket names an IPv4 peer. */
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice(7) : address;
}
