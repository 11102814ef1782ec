/** The way back to an application for whoever does not sign in after all; the application is told so. */
import { type Content, html } from './html.ts';
import { type Language, texts } from './language.ts';

export function giveUpLink(language: Language, address: string | undefined): Content {
  return address !== undefined && html`<a class="btn" href="${address}">${texts[language].giveUp}</a>`;
}
