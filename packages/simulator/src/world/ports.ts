/** What a world needs from its host: time, timers and outgoing HTTP. Tests pass their own; these are the ordinary ones. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';

/** A one-shot timer: calls `run` after `ms` milliseconds and returns what cancels it. A process may end before one in the background. */
export type After = (ms: number, run: () => void, options?: { readonly background?: boolean }) => () => void;

/** The part of `fetch` that is used: redirects are always `manual`, the body is text. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export const hostAfter: After = (ms, run, { background = false } = {}) => {
  const timer = setTimeout(run, ms);
  if (background) timer.unref();
  return () => clearTimeout(timer);
};

const NO_BODY = new Set([101, 103, 204, 205, 304]);

/**
 * One request on one connection, with exactly the headers that are given: the global `fetch` would add the marks of a
 * page's script (`sec-fetch-mode: cors`) to what plays WeChat's servers and a person's web view.
 */
export const hostFetch: Fetch = (url, init) => {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const address = new URL(url);
  const send = address.protocol === 'https:' ? httpsRequest : httpRequest;
  const body = typeof init.body === 'string' ? Buffer.from(init.body) : undefined;
  const headers: Record<string, string> = Object.fromEntries(new Headers(init.headers));
  if (body) headers['content-length'] = String(body.length);
  const options = { method: init.method ?? 'GET', headers, agent: false, signal: init.signal ?? undefined };
  const outgoing = send(address, options as Parameters<typeof httpRequest>[1], (incoming) => {
    const received = new Headers();
    for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
      received.append(incoming.rawHeaders[index] ?? '', incoming.rawHeaders[index + 1] ?? '');
    }
    const status = incoming.statusCode ?? 502;
    if (NO_BODY.has(status)) incoming.resume();
    const stream = NO_BODY.has(status) ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
    try {
      resolve(new Response(stream, { status, headers: received }));
    } catch (error) {
      incoming.destroy();
      reject(error);
    }
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
};
