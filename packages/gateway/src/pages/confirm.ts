/** The phone's page: who wants to sign in where, and which number the computer shows. */
import { momentText } from './dates.ts';
import { type Html, html } from './html.ts';
import { type Language, texts } from './language.ts';
import { bigButton, button, facts, icons, ring, sheet } from './look.ts';
import { type Page, page } from './page.ts';
import { checkRing, crossRing } from './ring.ts';
import type { Theme } from './theme.ts';

export interface ConfirmView {
  readonly language: Language;
  readonly site: string;
  readonly siteHost?: string | undefined;
  readonly theme?: Theme | undefined;
  readonly device: string;
  readonly network: string;
  readonly askedAt: number;
  /** Three numbers, of which one is right; in the order in which they are shown. */
  readonly choices: readonly number[];
  readonly action: string;
  readonly otherLanguage: string;
}

export function confirmPage(view: ConfirmView): Page {
  const text = texts[view.language].confirm;
  const fact = (label: string, value: Html | string, more?: string) =>
    html`<div><dt>${label}</dt><dd>${value}${more !== undefined && html`<small>${more}</small>`}</dd></div>`;
  return page({
    language: view.language,
    site: view.site,
    theme: view.theme,
    otherLanguage: view.otherLanguage,
    title: `${text.heading} · ${view.site}`,
    look: [sheet, facts, button, bigButton],
    content: html`<div class="sheet">
<h1>${text.heading}</h1>
<dl class="facts">${fact(text.where, view.site, view.siteHost)}${fact(text.device, view.device)}${fact(text.network, view.network)}${fact(text.asked, momentText(view.language, view.askedAt))}</dl>
<p class="q" id="q">${text.question}</p><p class="small">${text.meaning}</p>
<form class="pick" method="post" action="${view.action}" aria-labelledby="q">${view.choices.map((number) => html`<button name="match" value="${number}">${number}</button>`)}</form>
<form class="go" method="post" action="${view.action}"><button class="btn big" name="refuse" value="yes">${text.refuse}</button></form>
<p class="warn">${text.warning}</p>
</div>`,
  });
}

export function handedOverPage(view: {
  language: Language;
  site: string;
  theme?: Theme | undefined;
  state: 'confirmed' | 'wrong' | 'refused';
  action: string;
  otherLanguage: string;
}): Page {
  const text = texts[view.language].confirm;
  const [heading, what] = text.ends[view.state];
  return page({
    language: view.language,
    site: view.site,
    theme: view.theme,
    otherLanguage: view.otherLanguage,
    title: `${heading} · ${view.site}`,
    look: [sheet, icons, ring, button, bigButton],
    content: html`<div class="sheet">
${view.state === 'confirmed' ? checkRing : crossRing}<h1>${heading}</h1><p>${what}</p>
${view.state === 'confirmed' && html`<form class="go" method="post" action="${view.action}"><button class="btn big" name="end" value="yes">${text.end}</button></form>`}
</div>`,
  });
}
