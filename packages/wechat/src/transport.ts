/** The real HTTP: undici under Node, the platform's `fetch` elsewhere. */
import { readAll } from './bytes.ts';
import { WeChatError } from './errors.ts';
import type { Transport, WireReply, WireRequest } from './ports.ts';

/** WeChat's largest reply here, a page of 10 000 openids, has about 300 KiB. */
const REPLY_BYTES = 1024 * 1024;
const TIMEOUT_MS = 5_000;
const CONNECT_MS = 1_000;

/** One transport for a process: it keeps connections to WeChat's hosts open. */
export function defaultTransport(): Transport {
  let chosen: Promise<Transport> | undefined;
  return async (request) => {
    chosen ??= isNode() ? undiciTransport() : Promise.resolve(fetchTransport());
    return (await chosen)(request);
  };
}

/** Bun, Deno and workerd call themselves Node too, for the sake of programs that were written for it. */
function isNode(): boolean {
  const { process, Bun, Deno, navigator } = globalThis as {
    process?: { versions?: Record<string, string> };
    Bun?: unknown;
    Deno?: unknown;
    navigator?: { userAgent?: string };
  };
  const other = Bun !== undefined || Deno !== undefined || navigator?.userAgent === 'Cloudflare-Workers';
  return process?.versions?.node !== undefined && !other;
}

async function undiciTransport(): Promise<Transport> {
  const { Agent } = await import('undici');
  // Proxies from the environment are not used: a proxy sees AppSecrets in query strings, so it must be asked for.
  const agent = new Agent({
    connections: 64,
    pipelining: 1,
    connect: { timeout: CONNECT_MS },
    maxResponseSize: REPLY_BYTES,
  });
  return async (request) => {
    const url = new URL(request.url);
    return inTime(request, async (signal, timeout) => {
      const reply = await agent.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headersTimeout: timeout,
        bodyTimeout: timeout,
        signal,
        ...(request.headers === undefined ? {} : { headers: request.headers }),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      return { status: reply.statusCode, body: await reply.body.bytes() };
    });
  };
}

/** A transport on `fetch`, also the way to put a simulator or a test in the place of WeChat. */
export function fetchTransport(fetch: typeof globalThis.fetch = globalThis.fetch): Transport {
  return (request) =>
    inTime(request, async (signal) => {
      const reply = await fetch(request.url, {
        method: request.method,
        redirect: 'manual',
        signal,
        ...(request.headers === undefined ? {} : { headers: request.headers }),
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      return { status: reply.status, body: await readReply(request, reply.body ?? []) };
    });
}

/** The timer goes with its request; that of `AbortSignal.timeout` would stay and fire long after a quick reply. */
async function inTime(
  request: WireRequest,
  send: (signal: AbortSignal, timeoutMs: number) => Promise<WireReply>,
): Promise<WireReply> {
  const timeout = request.timeoutMs ?? TIMEOUT_MS;
  const budget = new AbortController();
  const timer = setTimeout(() => budget.abort(), timeout);
  try {
    return await send(budget.signal, timeout);
  } catch (error) {
    throw failure(request, error);
  } finally {
    clearTimeout(timer);
  }
}

async function readReply(request: WireRequest, body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
  const bytes = await readAll(body, REPLY_BYTES);
  if (bytes === undefined) throw tooLong(request);
  return bytes;
}

function tooLong({ operation }: WireRequest): WeChatError {
  return new WeChatError('garbage', `${operation} answered more than ${REPLY_BYTES} bytes`, { operation });
}

/** The error beneath may quote the URL with its secrets, so only its code is kept. */
function failure(request: WireRequest, error: unknown): WeChatError {
  if (error instanceof WeChatError) return error;
  const { operation } = request;
  const { name, code } = describe(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLong(request);
  if (name === 'TimeoutError' || name === 'AbortError' || /TIMEOUT/.test(code)) {
    return new WeChatError('timeout', `${operation} did not answer in time`, { operation });
  }
  return new WeChatError('network', `${operation} could not be reached${code === '' ? '' : `: ${code}`}`, {
    operation,
  });
}

function describe(error: unknown): { name: string; code: string } {
  if (!(error instanceof Error)) return { name: '', code: '' };
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return { name: error.name, code };
  return error.cause === undefined ? { name: error.name, code: '' } : { ...describe(error.cause), name: error.name };
}
