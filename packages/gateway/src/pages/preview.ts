/** What a visitor on a snapshot page (快照页) sees: nobody was signed in, and the one tap that is missing. */
import { giveUpLink } from './give-up.ts';
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { button, sheet, steps } from './look.ts';
import { type Page, page } from './page.ts';
import type { Theme } from './theme.ts';

export function previewPage(view: {
  language: Language;
  site: string;
  theme?: Theme | undefined;
  giveUp?: string | undefined;
  otherLanguage?: string | undefined;
}): Page {
  const text = texts[view.language].preview;
  return page({
    ...view,
    title: text.title(view.site),
    look: [sheet, steps, button],
    content: html`<div class="sheet">
<h1>${text.heading}</h1><p>${text.what}</p>
<ol class="steps">${text.steps.map((step, index) => html`<li><b>${index + 1}</b><span>${step}</span></li>`)}</ol>
<p class="sm">${text.kept}</p>
${view.giveUp !== undefined && html`<p class="go">${giveUpLink(view.language, view.giveUp)}</p>`}
</div>`,
  });
}
