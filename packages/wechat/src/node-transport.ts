/** HTTP under Node, by undici. */
import type { Dispatcher } from 'undici';
import { joined } from './bytes.ts';
import type { WeChatError } from './errors.ts';
import type { Transport, WireReply, WireRequest } from './ports.ts';
import { type Lookup, publicAddresses, publicOnly } from './public-address.ts';
import { outOfTime, REPLY_BYTES, TIMEOUT_MS, transportError } from './transport-failure.ts';
import { endOfTurn } from './turn.ts';

/** A round trip to China may take 300 ms, and a lost SYN is sent again after one second. */
const CONNECT_MS = 3_000;

/** Names that only WeChat has. A simulator, a relay or a test has another, or none, and may stand in a private network. */
const WECHATS_OWN = /(^|\.)weixin\.qq\.com\.?$/i;

/** `lookup` takes the place of the system's look-up of names. */
export async function nodeTransport(options: { readonly lookup?: Lookup } = {}): Promise<Transport> {
  // Not above: a bundle for a worker, which may hold all of this in one file, must not ask for them when it starts.
  const [{ Agent }, { lookup: systemLookup }, net] = await Promise.all([
    import('undici'),
    import('node:dns'),
    import('node:net'),
  ]);
  const { lookup = systemLookup } = options;
  const publicLookup = publicOnly(lookup, publicAddresses(net));
  // Proxies from the environment are not used: a proxy sees AppSecrets in query strings, so it must be asked for.
  const agent = new Agent({
    connections: 64,
    pipelining: 1,
    connect: {
      // The look-up included.
      timeout: CONNECT_MS,
      lookup: (host, options, found) =>
        WECHATS_OWN.test(host) ? publicLookup(host, options, found) : lookup(host, options, found),
    },
    maxResponseSize: REPLY_BYTES,
    // The time of an exchange is kept here, for the whole of it.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return (request) =>
    new Promise((resolve, reject) => {
      const { method, headers = null, body = null } = request;
      agent.dispatch({ ...target(request.url), method, headers, body }, new Exchange(request, resolve, reject));
    });
}

/** Origin and the rest, cut apart. The address is of our own making: to take it to pieces would tell nothing new. */
function target(url: string): { origin: string; path: string } {
  const slash = url.indexOf('/', url.indexOf('://') + 3);
  return slash === -1 ? { origin: url, path: '/' } : { origin: url.slice(0, slash), path: url.slice(slash) };
}

/**
 * One request and its reply, read whole. undici's `request` makes a stream of every reply and listens to an
 * `AbortSignal`; both together cost more than all the rest of a call.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: WireRequest;
  readonly #resolve: (reply: WireReply) => void;
  readonly #reject: (error: WeChatError) => void;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #parts: Uint8Array[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #late: WeChatError | undefined;
  #status = 0;

  constructor(request: WireRequest, resolve: (reply: WireReply) => void, reject: (error: WeChatError) => void) {
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#timer = setTimeout(() => this.#giveUp(), request.timeoutMs ?? TIMEOUT_MS);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // Its time may have run out while it waited for a connection.
    if (this.#late !== undefined) controller.abort(this.#late);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_: Dispatcher.DispatchController, part: Uint8Array): void {
    this.#parts.push(part);
  }

  async onResponseEnd(): Promise<void> {
    clearTimeout(this.#timer);
    await endOfTurn();
    this.#resolve({ status: this.#status, body: joined(this.#parts) });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    clearTimeout(this.#timer);
    this.#reject(transportError(this.#request, error));
  }

  #giveUp(): void {
    this.#late = outOfTime(this.#request);
    this.#reject(this.#late);
    this.#controller?.abort(this.#late);
  }
}
