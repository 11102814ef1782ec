/** Somebody inside WeChat who follows redirects, keeps cookies and presses the one button of a page. */
const inWeChat = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148 MicroMessenger/8.0.44';

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

  async function load(url: string, form?: URLSearchParams): Promise<Page> {
    let next = { url, form };
    for (let step = 0; step < 25; step++) {
      const { hostname, origin } = new URL(next.url);
      const jar = jars.get(hostname) ?? new Map<string, string>();
      jars.set(hostname, jar);
      const response = await fetch(next.url, {
        redirect: 'manual',
        headers: {
          'user-agent': inWeChat,
          'accept-language': 'en',
          accept: 'text/html',
          'x-sim-person': person,
          cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(next.form && { origin }),
        },
        ...(next.form && { method: 'POST', body: next.form }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (/max-age=0|expires=thu, 01 jan 1970/i.test(line)) jar.delete(name);
        else jar.set(name, value);
      }
      const location = response.headers.get('location');
      if (location === null) {
        const html = await response.text();
        const title = /<title>([^<]*)/.exec(html)?.[1] ?? '';
        return { url: next.url, status: response.status, title, html };
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
      const fields = new URLSearchParams();
      for (const [tag] of form.matchAll(/<(?:input|button)[^>]*>/g)) {
        const [name, value] = [attribute(tag, 'name'), attribute(tag, 'value')];
        const pressed = !/<button|type="submit"/.test(tag) || value === button;
        if (name !== undefined && value !== undefined && pressed) fields.set(name, value);
      }
      return load(new URL(attribute(form, 'action') ?? url, url).href, fields);
    },
  };
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]?.replaceAll('&amp;', '&');
}
