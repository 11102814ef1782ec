/** The page at `/`: what this is. */
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { about, bigButton, button, sheet } from './look.ts';
import { mark, type Page, page } from './page.ts';

export interface HomeView {
  readonly language: Language;
  readonly accounts: readonly { readonly title: string; readonly signIn: string }[];
  readonly otherLanguage: string;
}

export function homePage(view: HomeView): Page {
  const text = texts[view.language].home;
  return page({
    language: view.language,
    title: text.title,
    otherLanguage: view.otherLanguage,
    look: [sheet, about, button, bigButton],
    content: html`<div class="sheet">
<div class="big-mark">${mark}</div>
<h1>${text.heading}</h1><p>${text.what}</p>
${
  view.accounts.length > 0 &&
  html`<ul class="ways" aria-label="${text.ways}">${view.accounts.map(({ title, signIn }) => html`<li><b>${title}</b><a href="${signIn}">${text.signIn}<span class="vh"> ${title}</span></a></li>`)}</ul>`
}
<div class="go"><a class="btn big" href="/me">${text.me}</a></div>
</div>`,
  });
}
