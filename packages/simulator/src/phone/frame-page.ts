/** An application's page as the phone's frame gets it: its links lead back into the web view, nothing forbids the frame. */
import { doorPath } from './frame-origins.ts';

const navigating = /^(?:a|area|form|button|input)$/i;

function readable(value: string): string {
  return value.replaceAll('&amp;', '&').replaceAll('&#38;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}

function escaped(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

/**
 * Where an absolute link leads inside the frame: a path of the page's own origin stays a path, everything else goes
 * through the door. Undefined leaves the link as it is.
 */
export function ledAddress(value: string, page: string, door: boolean): string | undefined {
  if (!/^(?:https?:)?\/\//i.test(value)) return undefined;
  const url = URL.parse(value, page);
  if (!url) return undefined;
  if (url.origin === new URL(page).origin) return url.pathname + url.search + url.hash;
  return door ? doorPath + encodeURIComponent(url.href) : undefined;
}

const attribute = /(\s)(href|action|formaction|src)(\s*=\s*)(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;

function ledTag(tag: string, name: string, page: string): string {
  const door = navigating.test(name);
  const led = tag.replace(attribute, (whole, space, key, equals, double, single, bare) => {
    const value = ledAddress(readable(double ?? single ?? bare ?? '').trim(), page, door);
    return value === undefined ? whole : `${space}${key}${equals}"${escaped(value)}"`;
  });
  // A new window would leave the phone; a hash of a script that the door rewrote would no longer fit.
  return door ? led.replace(/\s(?:form)?target\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '') : led;
}

/** Addresses of WeChat's pages that a script wrote out, so that they do not leave the machine. */
export function ledScript(script: string, page: string, authorisePages: readonly string[]): string {
  const own = new URL(page).origin;
  const led = authorisePages.reduce(
    (text, base) => text.replaceAll(`${base}/connect/`, `${doorPath}${encodeURIComponent(`${base}/connect/`)}`),
    script,
  );
  return led.replaceAll(`"${own}/`, '"/').replaceAll(`'${own}/`, "'/");
}

export function framedPage(html: string, page: string, authorisePages: readonly string[]): string {
  return html
    .replace(/<meta\b[^>]*http-equiv\s*=\s*["']?(?:content-security-policy|x-frame-options)\b[^>]*>/gi, '')
    .replace(/(<meta\b[^>]*http-equiv\s*=\s*["']?refresh\b[^>]*url\s*=\s*)([^"'>\s]+)/gi, (whole, before, url) => {
      const led = ledAddress(readable(url), page, true);
      return led === undefined ? whole : before + escaped(led);
    })
    .replace(/(<script\b[^>]*>)([\s\S]*?)(<\/script>)/gi, (_, open, script, close) => {
      return open + ledScript(script, page, authorisePages) + close;
    })
    .replace(/<(a|area|form|button|input|img|script|link|source|iframe)\b[^>]*>/gi, (tag, name) =>
      ledTag(tag, name, page),
    )
    .replace(/\sintegrity\s*=\s*(?:"[^"]*"|'[^']*')/gi, '');
}

export function titleOf(html: string): string {
  return readable(/<title[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1]?.trim() ?? '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');
}
