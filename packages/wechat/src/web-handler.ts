import { readAll } from './bytes.ts';
import { createPushHandler, type PushAnswer, type PushHandler, type PushHandlerOptions } from './push-handler.ts';
import { AuthenticQuery } from './push-receiver.ts';
import { xmlLimits } from './xml-reader.ts';

/**
 * The webhook as a function from `Request` to `Response`, for every runtime and framework that has these: Hono, Next
 * route handlers, Bun, Deno, workers.
 */
export function createWebPushHandler(options: PushHandlerOptions): (request: Request) => Promise<Response> {
  const handler = createPushHandler(options);
  return async (request) => toResponse(await handle(handler, request));
}

async function handle(handler: PushHandler, request: Request): Promise<PushAnswer> {
  const query = new URL(request.url).search.slice(1);
  if (request.method === 'GET') return handler.get(query);
  if (request.method !== 'POST') return { status: 405, contentType: 'text/plain; charset=utf-8', body: '' };
  const begun = handler.begin(query);
  if (!(begun instanceof AuthenticQuery)) return begun;
  const body = await readAll(request.body ?? [], xmlLimits.document);
  return body === undefined
    ? { status: 413, contentType: 'text/plain; charset=utf-8', body: '' }
    : handler.post(begun, body);
}

function toResponse({ status, contentType, body }: PushAnswer): Response {
  const headers = { 'content-type': contentType, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  return new Response(body, { status, headers: status === 405 ? { ...headers, allow: 'GET, POST' } : headers });
}
