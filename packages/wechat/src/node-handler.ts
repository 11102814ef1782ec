import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { joined } from './bytes.ts';
import { createPushHandler, type PushAnswer, type PushHandler, type PushHandlerOptions } from './push-handler.ts';
import { AuthenticQuery } from './push-receiver.ts';
import { endOfTurn } from './turn.ts';
import { xmlLimits } from './xml-reader.ts';

const PLAIN = 'text/plain; charset=utf-8';
const FAILED: PushAnswer = { status: 500, contentType: PLAIN, body: '' };

/**
 * The webhook as a listener of `node:http`, which Express and Koa accept too, as long as no body parser ran before: then
 * what it gives rejects with a `TypeError`, and for no other reason.
 */
export function createNodePushHandler(
  options: PushHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const handler = createPushHandler(options);
  return async (request, response) => {
    await endOfTurn();
    try {
      await serve(handler, request, response);
    } catch (error) {
      if (error instanceof BodyGone) throw error;
      send(response, FAILED);
    }
  };
}

/** Its end has come and gone, so waiting for it would leave WeChat without an answer and the program without a hint. */
class BodyGone extends TypeError {
  constructor() {
    super('the body was read before the webhook: let no body parser run before it');
  }
}

async function serve(handler: PushHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? '';
  const question = url.indexOf('?');
  const query = question === -1 ? '' : url.slice(question + 1);
  if (request.method === 'GET') return send(response, handler.get(query));
  if (request.method !== 'POST') {
    response.setHeader('allow', 'GET, POST');
    return send(response, { status: 405, contentType: PLAIN, body: '' });
  }
  const begun = handler.begin(query);
  if (!(begun instanceof AuthenticQuery)) {
    // Nobody who cannot sign gets us to read what they send.
    response.setHeader('connection', 'close');
    return send(response, begun);
  }
  if (request.readableEnded) throw new BodyGone();
  const body = await readBody(request);
  if (body !== undefined) return send(response, await handler.post(begun, body));
  response.setHeader('connection', 'close');
  send(response, { status: 413, contentType: PLAIN, body: '' });
}

/** Undefined as soon as it is too long. By events, since an iterator costs more than the push. */
function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= xmlLimits.document) parts.push(part);
      else resolve(undefined);
    });
    request.on('end', () => resolve(joined(parts)));
  });
}

function send(response: ServerResponse, { status, contentType, body }: PushAnswer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(body);
}
