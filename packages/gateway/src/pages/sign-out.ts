/** Asks whether somebody really wants to sign out, here or everywhere, and says that it is done. */
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { bigButton, button, sheet } from './look.ts';
import { type Page, page } from './page.ts';
import type { Theme } from './theme.ts';

export interface SignOutView {
  readonly language: Language;
  /** The application that led here. */
  readonly site?: string | undefined;
  readonly theme?: Theme | undefined;
  readonly action: string;
  readonly secret: string;
  readonly returnsTo?: string | undefined;
}

export function signOutPage(view: SignOutView): Page {
  const text = texts[view.language].signOut;
  return page({
    language: view.language,
    title: text.heading,
    site: view.site,
    theme: view.theme,
    look: [sheet, button, bigButton],
    formTargets: view.returnsTo === undefined ? [] : [view.returnsTo],
    content: html`<div class="sheet">
<h1>${text.heading}</h1><p>${text.what}</p>
<form class="go" method="post" action="${view.action}"><input type="hidden" name="xsrf" value="${view.secret}">
<button class="btn main big" name="logout" value="yes">${text.yes}</button>
<button class="btn quiet big">${text.no}</button></form>
</div>`,
  });
}

/** Every browser of the person, and every application that they signed in to. */
export function signOutEverywherePage(view: { language: Language; action: string; otherLanguage: string }): Page {
  const text = texts[view.language].signOut;
  return page({
    language: view.language,
    title: text.everywhere,
    otherLanguage: view.otherLanguage,
    look: [sheet, button, bigButton],
    content: html`<div class="sheet">
<h1>${text.everywhere}</h1><p>${text.everywhereWhat}</p>
<form class="go" method="post" action="${view.action}"><button class="btn main big">${text.everywhereYes}</button>
<a class="btn quiet big" href="/me">${text.no}</a></form>
</div>`,
  });
}

export function signedOutPage(view: Pick<SignOutView, 'language' | 'site' | 'theme'>): Page {
  const text = texts[view.language].signOut;
  const heading = text.done(view.site);
  return page({
    language: view.language,
    title: heading,
    site: view.site,
    theme: view.theme,
    look: [sheet],
    content: html`<div class="sheet"><h1>${heading}</h1><p>${text.doneWhat}</p></div>`,
  });
}
