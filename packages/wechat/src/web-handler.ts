import { readAll } from './bytes.ts';
import { createPushHandler, type PushAnswer, type PushHandler, type PushHandlerOptions } from './push-handler.ts';
import { AuthenticQuery } from './push-receiver.ts';
import { endOfTurn } from './turn.ts';
import { xmlLimits } from './xml-reader.ts';

/**
 * The webhook as a function from `Request` to `Response`, for every runtime and framework that has these: Hono, Next
 * route handlers, Bun, Deno, workers.
 */
export function createWebPushHandler(options: PushHandlerOptions): (request: Request) => Promise<Response> {
  const handler = createPushHandler(options);
  return async (request) => {
    await endOfTurn();
    return toResponse(await handle(handler, request));
  };
}

async function handle(handler: PushHandler, request: Request): Promise<PushAnswer> {
  const query = queryOf(request.url);
  if (request.method === 'GET') return handler.get(query);
  if (request.method !== 'POST') return { status: 405, contentType: 'text/plain; charset=utf-8', body: '' };
  const begun = handler.begin(query);
  if (!(begun instanceof AuthenticQuery)) return begun;
  const body = await readBody(request);
  return body === undefined
    ? { status: 413, contentType: 'text/plain; charset=utf-8', body: '' }
    : handler.post(begun, body);
}

function queryOf(url: string): string {
  const question = url.indexOf('?');
  const fragment = url.indexOf('#');
  return question === -1 ? '' : url.slice(question + 1, fragment === -1 ? undefined : fragment);
}

/** Undefined when it is too long. A server holds a request to its content-length, so a short one is read in one go. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
  const length = request.headers.get('content-length');
  if (length === null || !(Number(length) <= xmlLimits.document)) {
    return readAll(request.body ?? [], xmlLimits.document);
  }
  const body = new Uint8Array(await request.arrayBuffer());
  return body.length <= xmlLimits.document ? body : undefined;
}

function toResponse({ status, contentType, body }: PushAnswer): Response {
  const headers = { 'content-type': contentType, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  return new Response(body, { status, headers: status === 405 ? { ...headers, allow: 'GET, POST' } : headers });
}
