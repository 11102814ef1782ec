/** What can be pressed in a page: links and the buttons of forms, by the words on them, as a person finds them. */

export interface PageControl {
  readonly text: string;
  readonly url: string;
  readonly method: 'get' | 'post';
  /** What a form sends; absent for a link. */
  readonly fields?: readonly (readonly [string, string])[];
}

function readable(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}(?:\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))|(?=[\\s/>]))`, 'i').exec(tag);
  return found ? readable(found[1] ?? found[2] ?? found[3] ?? '') : undefined;
}

/** The words between two tags, without what only decorates them. */
function wordsOf(html: string): string {
  const plain = html.replace(/<svg\b[\s\S]*?<\/svg>/gi, '').replace(/<[^>]*>/g, '');
  return readable(plain).replace(/\s+/g, ' ').trim();
}

function resolved(href: string | undefined, page: string): string | undefined {
  const url = href === undefined ? null : URL.parse(href, page);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function linksOf(html: string, page: string): PageControl[] {
  return [...html.matchAll(/(<a\b[^>]*>)([\s\S]*?)<\/a>/gi)].flatMap(([, tag = '', inner = '']) => {
    const url = resolved(attribute(tag, 'href'), page);
    return url === undefined ? [] : [{ text: wordsOf(inner), url, method: 'get' as const }];
  });
}

function buttonsOf(form: string, inner: string, page: string): PageControl[] {
  const action = resolved(attribute(form, 'action') ?? page, page);
  const method = attribute(form, 'method')?.toLowerCase() === 'post' ? 'post' : 'get';
  if (action === undefined) return [];
  const inputs = [...inner.matchAll(/<input\b[^>]*>/gi)].map(([tag]) => tag);
  const isSubmit = (tag: string) => attribute(tag, 'type') === 'submit';
  const kept = inputs
    .filter(
      (tag) =>
        !isSubmit(tag) &&
        !(/^(?:radio|checkbox)$/.test(attribute(tag, 'type') ?? '') && attribute(tag, 'checked') === undefined),
    )
    .flatMap((tag): [string, string][] => {
      const name = attribute(tag, 'name');
      return name === undefined ? [] : [[name, attribute(tag, 'value') ?? '']];
    });
  const buttons = [
    ...[...inner.matchAll(/(<button\b[^>]*>)([\s\S]*?)<\/button>/gi)].map(
      ([, tag = '', words = '']) => [tag, wordsOf(words)] as const,
    ),
    ...inputs.filter(isSubmit).map((tag) => [tag, attribute(tag, 'value') ?? ''] as const),
  ];
  return buttons
    .filter(([tag]) => !/^(?:button|reset)$/i.test(attribute(tag, 'type') ?? ''))
    .map(([tag, text]) => {
      const name = attribute(tag, 'name');
      const own: [string, string][] = name === undefined ? [] : [[name, attribute(tag, 'value') ?? '']];
      return { text, url: resolved(attribute(tag, 'formaction'), page) ?? action, method, fields: [...kept, ...own] };
    });
}

/** In the order: links, then the buttons of each form. */
export function controlsOf(html: string, page: string): PageControl[] {
  const forms = [...html.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)];
  return [...linksOf(html, page), ...forms.flatMap(([, tag = '', inner = '']) => buttonsOf(tag, inner, page))];
}

/** The control with exactly these words. */
export function labelled(text: string): (control: PageControl) => boolean {
  return (control) => control.text === text.trim();
}

/** The words on what was pressed, told by the request that came of it. */
export function pressedIn(html: string, page: string, url: string, body?: string): string | null {
  const bare = (address: string) => address.split('#', 1)[0];
  const sent = body === undefined ? undefined : new URLSearchParams(body);
  const found = controlsOf(html, page).find((control) => {
    if (bare(control.url) !== bare(url)) return false;
    if (sent === undefined) return control.method === 'get';
    return (
      control.method === 'post' && (control.fields ?? []).every(([name, value]) => sent.getAll(name).includes(value))
    );
  });
  return found?.text || null;
}
