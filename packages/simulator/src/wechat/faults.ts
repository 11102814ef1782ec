/** Faults of API calls: what WeChat, its edge or the line between can do to a reply. */
import type { LiveWorld } from '../live-world.ts';
import { isLineFault, takeFault } from '../world/faults.ts';
import type { WireReply } from './reply.ts';

/** The connection ends without a reply. Over HTTP the socket is closed; `fetch` of a world in memory rejects with this. */
export class ConnectionFault extends Error {
  readonly code: 'drop' | 'reset';

  constructor(code: ConnectionFault['code']) {
    super(`the simulated connection was ${code === 'drop' ? 'dropped' : 'reset'} by a fault`);
    this.name = 'ConnectionFault';
    this.code = code;
  }
}

/** The errcode with which the fault replaces the answer, if it is of that kind. */
export function errcodeOfFault(fault: string | undefined): number | undefined {
  if (fault === 'systemBusy' || fault === 'systemBusyKeepsCode') return -1;
  return fault?.startsWith('errcode:') ? Number(fault.slice('errcode:'.length)) : undefined;
}

/** A page under the faults of its operation: those that need no JSON. */
export async function pageUnderFault(
  world: LiveWorld,
  operation: string,
  signal: AbortSignal,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  const fault = takeFault(world, operation, isLineFault);
  const response = await answer();
  if (fault === undefined) return response;
  const contentType = response.headers.get('content-type') ?? '';
  const struck = await strike(world, fault, { status: response.status, contentType, body: '' }, signal);
  if (struck.contentType === contentType) return response;
  return new Response(struck.body, { status: struck.status, headers: { 'content-type': struck.contentType } });
}

const slowMs = 3000;

/** What the fault makes of a reply. Waits, breaks the connection, or changes status, type or body. */
export async function strike(
  world: LiveWorld,
  fault: string,
  reply: WireReply,
  signal: AbortSignal,
): Promise<WireReply> {
  if (fault === 'slow') await wait(world, slowMs);
  if (fault === 'hang') await aborted(signal);
  if (fault === 'hang' || fault === 'drop') throw new ConnectionFault('drop');
  if (fault === 'reset') throw new ConnectionFault('reset');
  if (fault.startsWith('http:')) return edgePage(Number(fault.slice('http:'.length)));
  if (fault === 'html') return edgePage(200);
  if (fault === 'truncated') return { ...reply, body: reply.body.slice(0, Math.floor(reply.body.length / 2)) };
  if (fault === 'invalidJson') return { ...reply, body: reply.body.replace(/^\{"/, "{'") };
  return reply;
}

function edgePage(status: number): WireReply {
  const title = status === 200 ? 'System busy' : `${status}`;
  return {
    status,
    contentType: 'text/html',
    body: `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`,
  };
}

function wait(world: LiveWorld, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    world.hostAfter(milliseconds, resolve);
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
