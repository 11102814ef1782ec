import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** Somebody inside WeChat who follows redirects, keeps cookies and presses the one button of a page. */
export const inWeChat = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.44';

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly title: string;
  readonly html: string;
}

export interface Visitor {
  open(url: string): Promise<Page>;
  /** Submits the first form of a page, with the value of the button that is named. */
  press(page: Page, button?: string): Promise<Page>;
}

export function visitor(person: string): Visitor {
  // As in a real browser: the port of an address does not separate cookies.
  const jars = new Map<string, Map<string, string>>();

  async function load(url: string, form?: URLSearchParams | FormData): Promise<Page> {
    let next: { url: string; form: URLSearchParams | FormData | undefined } = { url, form };
    for (let step = 0; step < 25; step++) {
      const { hostname, origin } = new URL(next.url);
      const jar = jars.get(hostname) ?? new Map<string, string>();
      jars.set(hostname, jar);
      const response = await navigate(next.url, next.form, {
        'user-agent': inWeChat,
        'accept-language': 'en',
        'x-sim-person': person,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(next.form && { origin }),
      });
      for (const line of response.headers['set-cookie'] ?? []) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const html = await text(response);
      const { location } = response.headers;
      if (location === undefined) {
        const title = /<title>([^<]*)/.exec(html)?.[1] ?? '';
        return { url: next.url, status: response.statusCode ?? 0, title, html };
      }
      next = { url: new URL(location, next.url).href, form: undefined };
    }
    throw new Error(`${url} leads round in circles`);
  }

  return {
    open: (url) => load(url),

    press({ html, url }, button) {
      const [form = ''] = /<form[^>]*>[\s\S]*?<\/form>/.exec(html) ?? [];
      if (form === '') throw new Error(`${url} has no form: ${html}`);
      const multipart = attribute(form, 'enctype') === 'multipart/form-data';
      const fields = multipart ? new FormData() : new URLSearchParams();
      for (const [tag] of form.matchAll(/<(?:input|button)[^>]*>/g)) {
        const [name, value] = [attribute(tag, 'name'), attribute(tag, 'value') ?? ''];
        const pressed = !/<button|type="submit"/.test(tag) || value === button;
        if (name !== undefined && pressed) fields.set(name, value);
      }
      return load(new URL(attribute(form, 'action') ?? url, url).href, fields);
    },
  };
}

/** As a browser goes to a page; `fetch` would say of itself that it is a script. */
async function navigate(
  url: string,
  form: URLSearchParams | FormData | undefined,
  headers: Record<string, string>,
): Promise<IncomingMessage> {
  const body = form && new Response(form);
  const type = body?.headers.get('content-type');
  const method = form === undefined ? 'GET' : 'POST';
  const accept = 'text/html,application/xhtml+xml;q=0.9';
  const outgoing = request(url, { method, headers: { accept, ...headers, ...(type && { 'content-type': type }) } });
  outgoing.end(body && Buffer.from(await body.arrayBuffer()));
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return response;
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1]?.replaceAll('&amp;', '&');
}
