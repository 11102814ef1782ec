/** The real HTTP: undici under Node, the platform's `fetch` elsewhere. */
import { readAll } from './bytes.ts';
import type { Transport, WireReply, WireRequest } from './ports.ts';
import { isNode } from './runtime.ts';
import { REPLY_BYTES, TIMEOUT_MS, tooLong, transportError } from './transport-failure.ts';

/** One transport for a process: it keeps connections to WeChat's hosts open. */
export function defaultTransport(): Transport {
  let ready: Transport | undefined;
  let loading: Promise<void> | undefined;
  return (request) => {
    if (ready !== undefined) return ready(request);
    loading ??= platformTransport().then((transport) => {
      ready = transport;
    });
    return loading.then(() => (ready as Transport)(request));
  };
}

/** undici is loaded with the first request: programs that only take pushes never need it. */
async function platformTransport(): Promise<Transport> {
  return isNode() ? await (await import('./node-transport.ts')).nodeTransport() : fetchTransport();
}

/** A transport on `fetch`, also the way to put a simulator or a test in the place of WeChat. */
export function fetchTransport(fetch: typeof globalThis.fetch = globalThis.fetch): Transport {
  return async (request) => {
    // The timer goes with its request; that of `AbortSignal.timeout` would stay and fire long after a quick reply.
    const budget = new AbortController();
    const timer = setTimeout(() => budget.abort(), request.timeoutMs ?? TIMEOUT_MS);
    try {
      return await fetchReply(fetch, request, budget.signal);
    } catch (error) {
      throw transportError(request, error);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function fetchReply(
  fetch: typeof globalThis.fetch,
  request: WireRequest,
  signal: AbortSignal,
): Promise<WireReply> {
  const reply = await fetch(request.url, {
    method: request.method,
    redirect: 'manual',
    signal,
    ...(request.headers === undefined ? {} : { headers: request.headers }),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  const body = await readAll(reply.body ?? [], REPLY_BYTES);
  if (body === undefined) throw tooLong(request);
  return { status: reply.status, body };
}
