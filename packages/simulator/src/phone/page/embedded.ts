import { escapeHtml } from './html.ts';

/** Where links and forms of an embedded page lead: back to the phone, which opens or submits them as the person. */
export interface Doors {
  readonly open: (url: string) => string;
  readonly submit: (url: string) => string;
}

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const raw = match?.[1] ?? match?.[2] ?? match?.[3];
  return raw?.replaceAll('&amp;', '&').replaceAll('&#38;', '&').replaceAll('&quot;', '"');
}

function without(tag: string, ...names: string[]): string {
  return names.reduce(
    (text, name) => text.replace(new RegExp(`\\s${name}\\s*=\\s*(?:"[^"]*"|'[^']*'|[^\\s>]+)`, 'i'), ''),
    tag,
  );
}

/**
 * The application's page for a sandboxed frame without scripts. The frame has no cookies of its own, so links and forms are
 * led through the doors; without doors (a snapshot page) they lead nowhere. `noscript` is shown: there is no script here.
 */
export function embedded(page: string, url: string, doors: Doors | null): string {
  const absolute = (href: string) => (URL.canParse(href, url) ? new URL(href, url).href : '');
  const base = `<base href="${escapeHtml(url)}" target="_top">`;
  const led = page
    .replace(/<script\b[\s\S]*?<\/script>/gi, '')
    .replace(/<\/?noscript\b[^>]*>/gi, '')
    .replace(/<meta\b[^>]*http-equiv[^>]*>/gi, '')
    .replace(/<a\b[^>]*>/gi, (tag) => {
      const href = attribute(tag, 'href');
      if (href === undefined || href.startsWith('#') || !doors) return without(tag, 'href', 'target');
      return `${without(tag, 'href', 'target').slice(0, -1)} href="${escapeHtml(doors.open(absolute(href)))}">`;
    })
    .replace(/<form\b[^>]*>/gi, (tag) => {
      const action = doors ? escapeHtml(doors.submit(absolute(attribute(tag, 'action') ?? url))) : '';
      const method = (attribute(tag, 'method') ?? 'get').toLowerCase();
      return `${without(tag, 'action', 'method', 'target').slice(0, -1)} method="post" action="${action}&amp;as=${method === 'post' ? 'post' : 'get'}">`;
    });
  return /<head\b[^>]*>/i.test(led) ? led.replace(/<head\b[^>]*>/i, (head) => head + base) : base + led;
}

export function titleOf(page: string): string {
  const title = /<title[^>]*>([\s\S]*?)<\/title>/i.exec(page)?.[1]?.trim() ?? '';
  return title
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");
}
