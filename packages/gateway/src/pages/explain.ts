/** Before WeChat asks: what the site would like to know, and a way to sign in without it. */
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { asks, bigButton, blankCard, button, icons, sheet } from './look.ts';
import { type Page, page } from './page.ts';
import type { Theme } from './theme.ts';

export interface ExplainView {
  readonly language: Language;
  readonly site: string;
  readonly theme?: Theme | undefined;
  /** Where the two forms go: the one that asks for the name, and the one that goes on without. */
  readonly action: string;
  readonly returnTo: string;
  /** WeChat's origin: a browser follows the redirect behind a form only where the policy allows it. */
  readonly authoriseOrigin: string;
  /** The sign-in belongs to a request of an application. */
  readonly toApplications?: boolean | undefined;
  readonly otherLanguage: string;
}

const picture = html`<svg class="i" viewBox="0 0 20 20"><rect x="3" y="3.5" width="14" height="13" rx="2"/><path d="M3.5 14l4-4.5 3.5 4 2-2 3.5 3.5M13 7.4v.1"/></svg>`;
const check = html`<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="M4 10.5l4 4 8-9"/></svg>`;
const cross = html`<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15"/></svg>`;
const lock = html`<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><rect x="4.5" y="8.5" width="11" height="8.5" rx="1.8"/><path d="M7 8.5V6.2a3 3 0 0 1 6 0v2.3"/></svg>`;

export function explainPage(view: ExplainView): Page {
  const text = texts[view.language].explain;
  return page({
    language: view.language,
    site: view.site,
    theme: view.theme,
    otherLanguage: view.otherLanguage,
    title: text.title(view.site),
    look: [sheet, icons, blankCard, asks, button, bigButton],
    formTargets: view.toApplications
      ? [view.authoriseOrigin, 'https:', 'http://127.0.0.1:*', 'http://localhost:*']
      : [view.authoriseOrigin],
    content: html`<div class="sheet">
<h1>${text.heading}</h1><p>${text.what(view.site)}</p>
<div class="card" aria-hidden="true"><span class="ph">${picture}</span><span class="nm">${text.nickname}</span><span class="corner"></span></div>
<ul class="asks"><li>${check}<span>${text.gets}</span></li><li class="no">${cross}<span>${text.getsNot}</span></li><li class="no">${lock}<span>${text.withdraw}</span></li></ul>
<div class="go">
<form method="post" action="${view.action}"><input type="hidden" name="return_to" value="${view.returnTo}"><button class="btn main big">${text.go}</button></form>
<form method="post" action="${view.action}"><input type="hidden" name="return_to" value="${view.returnTo}"><button class="btn quiet big" name="name" value="no">${text.without}</button></form>
</div>
</div>`,
  });
}
