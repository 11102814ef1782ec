import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createPushHandler, type PushAnswer, type PushHandlerOptions } from './push-handler.ts';
import { AuthenticQuery } from './push-receiver.ts';
import { xmlLimits } from './xml-reader.ts';

const PLAIN = 'text/plain; charset=utf-8';
const FAILED: PushAnswer = { status: 500, contentType: PLAIN, body: '' };

/**
 * The webhook as a listener of `node:http`, which Express and Koa accept too, as long as no body parser ran before.
 */
export function createNodePushHandler(
  options: PushHandlerOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const handler = createPushHandler(options);
  return (request, response) => {
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
    const parts: Buffer[] = [];
    let length = 0;
    request.on('data', (part: Buffer) => {
      length += part.length;
      if (length <= xmlLimits.document) parts.push(part);
      else if (!response.headersSent) {
        response.setHeader('connection', 'close');
        send(response, { status: 413, contentType: PLAIN, body: '' });
      }
    });
    request.on('end', () => {
      if (length > xmlLimits.document) return;
      const body = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
      try {
        const answer = handler.post(begun, body);
        if (!(answer instanceof Promise)) return send(response, answer);
        answer.then(
          (late) => send(response, late),
          () => send(response, FAILED),
        );
      } catch {
        send(response, FAILED);
      }
    });
  };
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
