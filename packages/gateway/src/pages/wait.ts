/** The page of a browser that waits for another device: a QR code or digits, then the number, then the way on. */
import { type Html, html } from './html.ts';
import { type Language, texts } from './language.ts';
import { button, icons, sheet, steps, waiting } from './look.ts';
import { type Page, page } from './page.ts';
import { visibleName } from './visible-text.ts';
import { waitScript } from './wait-script.ts';

export interface WaitView {
  readonly language: Language;
  readonly site: string;
  readonly siteHost?: string | undefined;
  readonly state: 'new' | 'scanned' | 'confirmed' | 'consumed' | 'refused' | 'wrong' | 'expired';
  readonly secondsLeft: number;
  readonly path: string;
  readonly shown:
    | { readonly qr: { readonly size: number; readonly path: string }; readonly number: number }
    | { readonly digits: string; readonly account: string };
  readonly otherKind?: 'link' | 'code' | undefined;
  /** Of the person who has confirmed, where it is known. */
  readonly name?: string | undefined;
  readonly otherLanguage: string;
}

const ring = (path: Html) =>
  html`<div class="ring"><svg class="i" viewBox="0 0 20 20" aria-hidden="true">${path}</svg></div>`;
const clock = ring(html`<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l3 2"/>`);
const cross = ring(html`<path d="M5 5l10 10M15 5L5 15"/>`);
const check = ring(html`<path d="M4 10.5l4 4 8-9"/>`);

export function waitPage(view: WaitView): Page {
  const text = texts[view.language].wait;
  const inChat = 'digits' in view.shown;
  const open = view.state === 'new' || view.state === 'scanned';
  const list = inChat ? text.codeSteps(view.shown.account) : text.steps;
  const now = view.state === 'new' ? 0 : view.state === 'scanned' ? 1 : 2;
  return page({
    language: view.language,
    site: view.site,
    otherLanguage: view.otherLanguage,
    title: `${text.titles[view.state]} · ${view.site}`,
    look: [sheet, icons, button, steps, waiting],
    note: text.note,
    connects: true,
    script: open || view.state === 'confirmed' ? waitScript : undefined,
    content: html`<div class="sheet two" id="wait" data-state="${view.state}" data-path="${view.path}" data-left="${view.secondsLeft}">
<div class="l"><h1>${text.heading(view.site)}</h1>${view.siteHost !== undefined && html`<p class="host">${view.siteHost}</p>`}
<ol class="steps">${list.map((step, index) => html`<li${index === now && html` class="now" aria-current="step"`}><b>${index + 1}</b><span>${step}</span></li>`)}</ol>
${
  view.otherKind !== undefined &&
  html`<form class="other" method="post" action="${view.path}/again"><button class="lk" name="kind" value="${view.otherKind}">${inChat ? text.toScan : text.toCode}</button></form>`
}</div>
<div class="r" aria-live="polite">${rightHalf(view)}</div>
</div>`,
  });
}

function rightHalf(view: WaitView): Html {
  const text = texts[view.language].wait;
  const again = (label: string) =>
    html`<form method="post" action="${view.path}/again"><button class="btn main">${label}</button></form>`;
  // A link and no form: the policy of a form would have to name every application that the way on may lead to.
  const onward = (label: string, kind = 'btn') =>
    html`<p><a class="${kind}" id="go" href="${view.path}/go">${label}</a></p>`;
  const left = html`<span class="num" id="left" aria-hidden="true">${minutes(view.secondsLeft)}</span>`;
  switch (view.state) {
    case 'new':
      return 'digits' in view.shown
        ? html`<p>${text.send(view.shown.account)}</p><p class="kou">${view.shown.digits}</p><p class="live"><i></i>${text.waitingForMessage} · ${left}</p><p class="sm">${text.codeWarning}</p>${onward(text.onward)}`
        : html`<div class="qr"><svg viewBox="0 0 ${view.shown.qr.size} ${view.shown.qr.size}" role="img" aria-label="${text.qr}"><path d="${view.shown.qr.path}"/></svg></div><p class="live"><i></i>${text.waiting} · ${left}</p>${onward(text.onward)}`;
    case 'scanned':
      return 'digits' in view.shown
        ? html`<p>${text.answer}</p><p class="live"><i></i>${text.waitingForWord} · ${left}</p>${onward(text.onward)}`
        : html`<p>${text.scanned}</p><p class="no">${view.shown.number}</p><p class="live"><i></i>${text.waitingForPick} · ${left}</p>${onward(text.onward)}<form method="post" action="${view.path}/again"><button class="lk">${text.notMe}</button></form>`;
    case 'confirmed':
    case 'consumed':
      return html`${check}<h2>${view.name === undefined ? text.doneUnnamed : html`${text.done}${visibleName(view.name)}`}</h2><p>${text.returning(view.site)}</p>${onward(text.goOn, 'btn main')}`;
    case 'refused':
      return html`${cross}<h2>${text.refused}</h2><p>${text.refusedWhat}</p>${again(text.retry)}`;
    case 'wrong':
      return html`${cross}<h2>${text.wrong}</h2><p>${text.wrongWhat}</p>${again(text.retry)}`;
    case 'expired':
      return html`${clock}<h2>${text.expired}</h2><p>${text.expiredWhat}</p>${again(text.renew)}`;
  }
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
