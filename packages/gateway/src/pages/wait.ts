/** The page of a browser that waits for another device: a QR code or digits, then the number, then the way on. */
import type { HandoffMethod, Method } from '../methods/method.ts';
import { type Html, html } from './html.ts';
import { type Language, texts } from './language.ts';
import { button, icons, sheet, steps, waiting } from './look.ts';
import { type Page, page } from './page.ts';
import { type Theme, themed } from './theme.ts';
import { visibleName } from './visible-text.ts';
import { waitScript } from './wait-script.ts';

export interface WaitView {
  readonly language: Language;
  readonly site: string;
  readonly siteHost?: string | undefined;
  readonly theme?: Theme | undefined;
  readonly state: 'new' | 'scanned' | 'matched' | 'confirmed' | 'consumed' | 'refused' | 'wrong' | 'expired';
  readonly secondsLeft: number;
  readonly path: string;
  /** `account` is the title of the account that the person writes to or follows. */
  readonly shown:
    | {
        readonly kind: Exclude<HandoffMethod, 'message_code'>;
        readonly qr: { readonly size: number; readonly path: string };
        readonly number: number;
        readonly account: string;
      }
    | { readonly kind: 'message_code'; readonly digits: string; readonly account: string };
  /** The other ways that this browser is offered; with an address of their own, or by beginning again here. */
  readonly others: readonly { readonly method: Method; readonly href?: string }[];
  /** Of the person who has confirmed, where it is known. */
  readonly name?: string | undefined;
  readonly otherLanguage: string;
}

const ring = (path: Html, kind = '') =>
  html`<div class="ring${kind}"><svg class="i" viewBox="0 0 20 20" aria-hidden="true">${path}</svg></div>`;
const clock = ring(html`<circle cx="10" cy="10" r="7.2"/><path d="M10 5.8V10l3 2"/>`);
const cross = ring(html`<path d="M5 5l10 10M15 5L5 15"/>`);
const check = ring(html`<path d="M4 10.5l4 4 8-9"/>`, ' yes');

export function waitPage(view: WaitView): Page {
  const text = texts[view.language].wait;
  const { kind, account } = view.shown;
  const waits = view.state === 'new' || view.state === 'scanned' || view.state === 'matched';
  const now = view.state === 'new' ? 0 : view.state === 'scanned' ? 1 : 2;
  return page({
    language: view.language,
    site: view.site,
    logo: view.theme?.logo,
    otherLanguage: view.otherLanguage,
    title: `${text.titles[view.state]} · ${view.site}`,
    look: [sheet, icons, button, steps, waiting, themed(view.theme?.colour)],
    note: text.note,
    connects: true,
    script: waits || view.state === 'confirmed' ? waitScript : undefined,
    content: html`<div class="sheet two" id="wait" data-state="${view.state}" data-path="${view.path}" data-left="${view.secondsLeft}">
<div class="l"><h1>${text.heading(view.site)}</h1>${view.siteHost !== undefined && html`<p class="host">${view.siteHost}</p>`}
<ol class="steps">${text.steps[kind](account).map((step, index) => html`<li${index === now && html` class="now" aria-current="step"`}><b>${index + 1}</b><span>${step}</span></li>`)}</ol>
${view.others.length > 0 && html`<div class="other"><p>${text.others}</p>${view.others.map((other) => otherWay(other, view))}</div>`}</div>
<div class="r" aria-live="polite">${rightHalf(view)}${waits && html`<p class="off" id="off" hidden>${text.offline} <a href="${view.path}">${text.tryNow}</a></p>`}</div>
</div>`,
  });
}

function otherWay({ method, href }: WaitView['others'][number], view: WaitView): Html {
  const label = texts[view.language].wait.ways[method];
  if (href !== undefined) return html`<p><a class="lk" href="${href}">${label}</a></p>`;
  return html`<form method="post" action="${view.path}/again"><button class="lk" name="method" value="${method}">${label}</button></form>`;
}

function rightHalf(view: WaitView): Html {
  const text = texts[view.language].wait;
  const { shown } = view;
  const again = (label: string) =>
    html`<form method="post" action="${view.path}/again"><button class="btn main">${label}</button></form>`;
  // A link and no form: the policy of a form would have to name every application that the way on may lead to.
  const onward = (label: string, kind = 'btn') =>
    html`<p><a class="${kind}" id="go" href="${view.path}/go">${label}</a></p>`;
  const live = (label: string) =>
    html`<p class="live"><i></i>${label} · <span class="num" id="left" aria-hidden="true">${minutes(view.secondsLeft)}</span></p>`;
  const notMe = html`<form method="post" action="${view.path}/again"><button class="lk">${text.notMe}</button></form>`;
  switch (view.state) {
    case 'new':
      return shown.kind === 'message_code'
        ? html`<p>${text.send(shown.account)}</p><p class="kou">${shown.digits}</p>${live(text.waitingForMessage)}<p class="sm">${text.codeWarning}</p>${onward(text.onward)}`
        : html`<div class="qr"><svg viewBox="0 0 ${shown.qr.size} ${shown.qr.size}" role="img" aria-label="${text.qr}"><path d="${shown.qr.path}"/></svg></div>${live(text.waiting)}${onward(text.onward)}`;
    case 'scanned':
      if (shown.kind === 'message_code')
        return html`<p>${text.answer}</p>${live(text.waitingForWord)}${onward(text.onward)}`;
      return shown.kind === 'scene_qr'
        ? html`<p>${text.reply(shown.account)}</p><p class="no">${shown.number}</p>${live(text.waitingForWord)}${onward(text.onward)}${notMe}`
        : html`<p>${text.scanned}</p><p class="no">${shown.number}</p>${live(text.waitingForPick)}${onward(text.onward)}${notMe}`;
    case 'matched':
      return html`${check}<h2>${text.matched}</h2><p>${text.matchedWhat}</p>${live(text.waitingForPick)}${onward(text.onward)}`;
    case 'confirmed':
    case 'consumed':
      return html`${check}<h2>${view.name === undefined ? text.doneUnnamed : html`${text.done}${visibleName(view.name)}`}</h2><p>${text.returning(view.site)}</p>${onward(text.goOn, 'btn main')}`;
    case 'refused':
      return html`${cross}<h2>${text.refused}</h2><p>${text.refusedWhat}</p>${again(text.retry)}`;
    case 'wrong':
      return html`${cross}<h2>${text.wrong}</h2><p>${text.wrongWhat}</p>${again(text.retry)}`;
    case 'expired':
      return html`${clock}<h2>${text.expired[shown.kind]}</h2><p>${text.expiredWhat}</p>${again(text.renew)}`;
  }
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
