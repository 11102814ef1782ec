// Records what really goes over the wire during a step: the tour's own requests, the simulator's pushes, the gateway's calls to
// WeChat. The raw record serves the checks; what is shown is masked.

import type { Transport } from '@mingpian/wechat/ports';
import { masked, maskedForm } from './masking.ts';

/** Who speaks: a person's phone or browser, WeChat, the gateway, or an application of one's own. */
export type Party = 'person' | 'wechat' | 'gateway' | 'application';

/** One request with its answer, as it was. */
export interface Call {
  readonly from: Party;
  readonly to: Party;
  readonly method: string;
  readonly url: string;
  readonly body: string;
  /** The lines of Set-Cookie. */
  readonly cookies: readonly string[];
  /** Null while there was no answer. */
  readonly status: number | null;
  readonly location: string | null;
  readonly contentType: string;
  readonly reply: string;
  readonly bytes: Uint8Array;
}

/** One exchange as it is shown: no secret, no page's markup, no picture's bytes. */
export interface Exchange {
  readonly from: Party;
  readonly to: Party;
  readonly request: { readonly method: string; readonly url: string; readonly body?: string };
  readonly reply: { readonly status: number | null; readonly location?: string; readonly body?: string };
}

export interface Sending {
  readonly from: Party;
  readonly to: Party;
}

export class Recorder {
  #calls: Call[] = [];
  #paused = 0;

  /** The calls since the last `take`. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  /** Hands the calls over and begins anew. */
  take(): Call[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  /** Shows calls of an earlier step again, where they are what this step is about. */
  recall(calls: readonly Call[]): void {
    this.#calls.push(...calls);
  }

  /** Preparations that a reader need not see. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    this.#paused += 1;
    try {
      return await work();
    } finally {
      this.#paused -= 1;
    }
  }

  /** `fetch` that keeps a record. Redirects are not followed, because each of them is a request of its own. */
  async fetch(url: string, init: RequestInit, { from, to }: Sending): Promise<Call> {
    const call = this.#begin({ from, to, method: init.method ?? 'GET', url, body: await textOf(init.body) });
    return answered(call, await fetch(url, { ...init, redirect: 'manual' }));
  }

  /** How the simulator reaches out: pushes to the gateway's webhook, and pages for a phone's web view. */
  readonly outbound: typeof fetch = async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init.method ?? 'GET';
    const isPush = method === 'POST' || /[?&]echostr=/.test(url);
    const body = await textOf(init.body);
    const call = this.#begin({ from: isPush ? 'wechat' : 'person', to: 'gateway', method, url, body });
    const response = await fetch(input, init);
    await answered(call, response.clone());
    return response;
  };

  /** How the gateway reaches WeChat. */
  transport(inner: Transport): Transport {
    return async (request) => {
      const { method, url } = request;
      const body = typeof request.body === 'string' ? request.body : new TextDecoder().decode(request.body);
      const call = this.#begin({ from: 'gateway', to: 'wechat', method, url, body });
      const reply = await inner(request);
      Object.assign(call, { status: reply.status, reply: new TextDecoder().decode(reply.body), bytes: reply.body });
      return reply;
    };
  }

  /** Notes a request when it is sent, so that causes stand before effects. */
  #begin(request: Pick<Call, 'from' | 'to' | 'method' | 'url' | 'body'>): Call {
    const unanswered = {
      cookies: [],
      status: null,
      location: null,
      contentType: '',
      reply: '',
      bytes: new Uint8Array(),
    };
    const call: Call = { ...request, ...unanswered };
    if (this.#paused === 0) this.#calls.push(call);
    return call;
  }
}

const textOf = async (body: RequestInit['body']): Promise<string> => (body == null ? '' : new Response(body).text());

/** Completes the record of a request by its answer. */
async function answered(call: Call, response: Response): Promise<Call> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return Object.assign(call, {
    cookies: response.headers.getSetCookie(),
    status: response.status,
    location: response.headers.get('location'),
    contentType: response.headers.get('content-type') ?? '',
    reply: new TextDecoder().decode(bytes),
    bytes,
  });
}

/** The exchange as a reader gets it. */
export function shown(call: Call): Exchange {
  const request = {
    method: call.method,
    url: masked(call.url),
    ...(call.body !== '' && { body: shownBody(call.body) }),
  };
  const reply = {
    status: call.status,
    ...(call.location !== null && { location: masked(call.location) }),
    ...(call.reply !== '' && { body: shownReply(call) }),
  };
  return { from: call.from, to: call.to, request, reply };
}

const shownBody = (body: string): string => (/^[\w.-]+=/.test(body) ? maskedForm(body) : masked(body));

function shownReply({ contentType, reply, bytes }: Call): string {
  if (contentType.startsWith('image/')) return `(${contentType}, ${bytes.length} bytes)`;
  if (!/html/i.test(contentType)) return masked(reply);
  const title = /<title>([^<]*)<\/title>/i.exec(reply)?.[1] ?? '';
  return `(HTML, ${bytes.length} bytes: ${title.trim()})`;
}
