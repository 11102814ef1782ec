// A person's browser inside WeChat, as far as the story needs one: cookies, forms, redirects one at a time. It says who is looking
// by the header that the simulator reads; everything else is what a browser sends.

import type { Call, Party, Recorder } from './recorder.ts';

const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN';

export interface Form {
  readonly action: string;
  readonly method: string;
  readonly fields: Readonly<Record<string, string>>;
}

export class Browser {
  readonly #recorder: Recorder;
  readonly #person: string;
  readonly #wechatOrigin: string;
  readonly #language: string;
  readonly #cookies = new Map<string, Map<string, string>>();

  constructor(recorder: Recorder, person: string, wechatOrigin: string, language: string) {
    this.#recorder = recorder;
    this.#person = person;
    this.#wechatOrigin = wechatOrigin;
    this.#language = language;
  }

  /** One request; a redirect is answered, not followed. */
  async get(url: string): Promise<Call> {
    return this.#send(url, {});
  }

  /** Sends a form of the page, with other values where given. */
  async submit(page: Call, form: Form, changes: Readonly<Record<string, string>> = {}): Promise<Call> {
    const fields = new URLSearchParams({ ...form.fields, ...changes });
    const target = new URL(form.action, page.url);
    if (form.method === 'get') {
      target.search = fields.toString();
      return this.#send(target.href, {});
    }
    return this.#send(target.href, {
      method: 'POST',
      body: fields.toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url).origin },
    });
  }

  /** Goes on until something is shown, or until `stop` says that this address is to be looked at first. */
  async follow(call: Call, stop: (location: string) => boolean = () => false): Promise<Call> {
    let current = call;
    for (let hops = 0; hops < 10 && current.location !== null; hops += 1) {
      const next = new URL(current.location, current.url).href;
      if (stop(next)) return current;
      current = await this.get(next);
    }
    return current;
  }

  async #send(url: string, init: RequestInit): Promise<Call> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, jar);
    const toWeChat = origin === this.#wechatOrigin;
    const call = await this.#recorder.fetch(
      url,
      {
        ...init,
        headers: {
          'user-agent': userAgent,
          'accept-language': this.#language,
          ...(jar.size > 0 && { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') }),
          ...(toWeChat && { 'x-sim-person': this.#person }),
          ...(init.headers as Record<string, string>),
        },
      },
      { from: 'person', to: (toWeChat ? 'wechat' : 'gateway') satisfies Party },
    );
    keepCookies(jar, call.cookies);
    return call;
  }
}

function keepCookies(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const at = pair.indexOf('=');
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
    const ended = attributes.some((attribute) => /^max-age=(0|-\d+)$/i.test(attribute)) || value === '';
    if (ended) jar.delete(name);
    else jar.set(name, value);
  }
}

const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`, 'i').exec(tag)?.[1]?.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** The forms of a page, in their order. */
export function formsOf({ reply }: Call): Form[] {
  return [...reply.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head = '', inside = '']) => {
    const fields: Record<string, string> = {};
    for (const [tag] of inside.matchAll(/<input\b[^>]*>/gi)) {
      const name = attribute(tag, 'name');
      if (name !== undefined) fields[name] = attribute(tag, 'value') ?? '';
    }
    return {
      action: attribute(head, 'action') ?? '',
      method: (attribute(head, 'method') ?? 'get').toLowerCase(),
      fields,
    };
  });
}
