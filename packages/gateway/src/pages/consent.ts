/** Asks whether an application of somebody else's may know who is signed in. */
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { asks, bigButton, button, icons, sheet } from './look.ts';
import { type Page, page } from './page.ts';
import type { Theme } from './theme.ts';

export interface ConsentView {
  readonly language: Language;
  /** The application. */
  readonly site: string;
  /** Where it takes the visitor afterwards. */
  readonly host: string;
  readonly theme?: Theme | undefined;
  readonly scopes: readonly string[];
  readonly action: string;
  readonly returnsTo: string;
  readonly otherLanguage: string;
}

const check = html`<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10.5l4 4 8-9"/></svg>`;

export function consentPage(view: ConsentView): Page {
  const text = texts[view.language].consent;
  const known = Object.entries(text.scopes).filter(([scope]) => view.scopes.includes(scope));
  return page({
    language: view.language,
    site: view.site,
    theme: view.theme,
    otherLanguage: view.otherLanguage,
    title: text.title(view.site),
    look: [sheet, icons, asks, button, bigButton],
    formTargets: [view.returnsTo],
    content: html`<div class="sheet">
<h1>${text.heading(view.site)}</h1><p>${text.what(view.host)}</p>
<ul class="asks">${known.map(([, words]) => html`<li>${check}<span>${words}</span></li>`)}</ul>
<form class="go" method="post" action="${view.action}">
<button class="btn main big" name="answer" value="allow">${text.allow}</button>
<button class="btn quiet big" name="answer" value="refuse">${text.refuse}</button></form>
</div>`,
  });
}
