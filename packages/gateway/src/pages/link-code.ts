/** The page in the middle of a link: it names both sides and shows the number that has to come back in the chat. */
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { bigButton, boxes, button, linkCode, sheet } from './look.ts';
import { type Page, page } from './page.ts';
import { shortened, visibleName } from './visible-text.ts';

export interface LinkSide {
  /** Title of the account. */
  readonly account: string;
  readonly openid: string;
  readonly nickname?: string | undefined;
}

export interface LinkCodeView {
  readonly language: Language;
  readonly chat: LinkSide;
  readonly web: LinkSide;
  /** The web side is an account that the other only borrows. */
  readonly foreign: boolean;
  readonly code: string;
  /** The visitor pressed "continue", but the number has not come. */
  readonly waiting: boolean;
  readonly continueAt: string;
  readonly otherLanguage: string;
}

export function linkCodePage(view: LinkCodeView): Page {
  const text = texts[view.language].link;
  const side = (label: string, { openid, nickname }: LinkSide, mark?: string) =>
    html`<li><small>${label}${mark !== undefined && ` · ${mark}`}</small>${nickname === undefined ? text.somebody : visibleName(nickname)} <span class="ot">${shortened(openid)}</span></li>`;
  return page({
    language: view.language,
    site: view.chat.account,
    otherLanguage: view.otherLanguage,
    title: text.title(view.chat.account),
    look: [sheet, linkCode, boxes, button, bigButton],
    content: html`<div class="sheet">
<h1>${text.heading}</h1><p>${text.what(view.chat.account)}</p>
<p class="code">${view.code}</p>
<p class="valid">${view.waiting ? html`<b role="status">${text.waiting}</b>` : text.valid}</p>
<ul class="sides">${side(text.chatSide(view.chat.account), view.chat)}${side(text.webSide(view.web.account), view.web, view.foreign ? text.foreign : undefined)}</ul>
<p class="warn">${text.warning}</p>
<div class="go">
<form method="post" action="${view.continueAt}"><button class="btn main big">${text.sent}</button></form>
<a class="btn quiet big" href="/me">${text.later}</a>
</div>
</div>`,
  });
}
