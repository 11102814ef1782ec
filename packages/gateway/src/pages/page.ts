/**
 * One HTML page: head, the header with the relying party, the content, the footer. Everything a page needs stands in it,
 * and its Content-Security-Policy allows exactly that: the style sheet and the script by their hashes, nothing else.
 */
import { createHash } from 'node:crypto';
import { Html, html } from './html.ts';
import { htmlLanguage, type Language, texts } from './language.ts';
import { avatar, frame, minified } from './look.ts';
import { type Theme, themed } from './theme.ts';
import { groundOf, initialOf } from './visible-text.ts';

/** The page as it is sent. */
export interface Page {
  readonly language: Language;
  readonly body: string;
  readonly policy: string;
}

export interface PageParts {
  readonly language: Language;
  readonly title: string;
  /** Who asks the visitor in: leads the page. Left out on pages about the gateway itself. */
  readonly site?: string | undefined;
  /** Its look; its letter stands where it has no logo. */
  readonly theme?: Theme | undefined;
  /** Pieces of style sheet beyond the frame, from `look.ts`. */
  readonly look: readonly string[];
  readonly content: Html;
  /** Address of this page in the other language. Left out where the address must not be repeated. */
  readonly otherLanguage?: string | undefined;
  /** Small print at the left of the footer. */
  readonly note?: string | undefined;
  readonly script?: string | undefined;
  /** The script asks our own origin how things stand. */
  readonly connects?: boolean | undefined;
  /** Origins beside our own from which pictures are shown. */
  readonly pictures?: readonly string[] | undefined;
  /** Origins beside our own to which a form of this page may lead. */
  readonly formTargets?: readonly string[] | undefined;
}

export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect x="3" y="6.5" width="26" height="19" rx="3" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 12h9M8 16.5h5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/><rect x="18.5" y="15" width="6.5" height="6.5" rx="1"/></svg>`;

export function page(parts: PageParts): Page {
  const text = texts[parts.language];
  const { colour, logo } = parts.theme ?? {};
  const look = parts.site === undefined ? [frame, ...parts.look] : [frame, avatar, ...parts.look];
  const style = styleSheet([...look, themed(colour)]);
  const other = parts.language === 'zh' ? 'en' : 'zh';
  const document = html`<!doctype html>
<html lang="${htmlLanguage[parts.language]}" class="${parts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${parts.title}</title>
<style>${new Html(style.css)}</style>
</head>
<body>
<div class="si">
<header class="si-top">
${parts.site === undefined ? html`<span></span>` : relyingParty(parts.site, logo)}
${
  parts.otherLanguage !== undefined &&
  html`<a href="${parts.otherLanguage}" lang="${htmlLanguage[other]}" hreflang="${htmlLanguage[other]}">${texts[other].languageName}</a>`
}
</header>
<main class="si-main">${parts.content}</main>
<footer class="si-foot"><span>${parts.note}</span><span class="by">${mark}${text.by}</span></footer>
</div>
${parts.script !== undefined && html`<script>${new Html(parts.script)}</script>`}
</body>
</html>`;
  const shown = parts.pictures ?? (logo === undefined ? undefined : []);
  const pictures = shown === undefined ? '' : `; img-src ${["'self'", ...shown].join(' ')}`;
  const script = parts.script === undefined ? '' : `; script-src '${digestOf(parts.script)}'`;
  const connects = parts.connects && parts.script !== undefined ? "; connect-src 'self'" : '';
  const targets = ["'self'", ...(parts.formTargets ?? [])].join(' ');
  return {
    language: parts.language,
    body: document.markup,
    policy: `default-src 'none'; style-src '${style.digest}'${script}${connects}${pictures}; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
  };
}

function relyingParty(site: string, logo: string | undefined): Html {
  const sign =
    logo === undefined
      ? html`<span class="av acc c${groundOf(site)}" aria-hidden="true">${initialOf(site)}</span>`
      : html`<span class="av acc logo"><img src="${logo}" alt=""></span>`;
  return html`<div class="rp">${sign}<b>${site}</b></div>`;
}

const styleSheets = new Map<string, { css: string; digest: string }>();

/** Each combination of pieces is minified and digested once. */
function styleSheet(pieces: readonly string[]): { css: string; digest: string } {
  const source = pieces.join('');
  let sheet = styleSheets.get(source);
  if (sheet === undefined) {
    const css = minified(source);
    sheet = { css, digest: digestOf(css) };
    styleSheets.set(source, sheet);
  }
  return sheet;
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
