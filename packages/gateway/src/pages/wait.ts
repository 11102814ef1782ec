/** The page of a browser that waits for another device: a QR code or digits, then the number, then the way on. */
import type { HandoffMethod, Method } from '../methods/method.ts';
import { copyScript } from './copy-script.ts';
import { type Html, html } from './html.ts';
import { type Language, texts } from './language.ts';
import { button, icons, ring, sheet, waiting } from './look.ts';
import { type Page, page } from './page.ts';
import { checkRing, clockRing, crossRing } from './ring.ts';
import type { Theme } from './theme.ts';
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
  /** The way back to the application that waits for whoever does not sign in after all. */
  readonly giveUp?: string | undefined;
  /** Of the person who has confirmed, where it is known. */
  readonly name?: string | undefined;
  readonly otherLanguage: string;
}

export function waitPage(view: WaitView): Page {
  const text = texts[view.language].wait;
  const { kind, account } = view.shown;
  const done = view.state === 'confirmed' || view.state === 'consumed';
  const waits = view.state === 'new' || view.state === 'scanned' || view.state === 'matched';
  const now = view.state === 'scanned' ? 1 : view.state === 'matched' || done ? 2 : 0;
  return page({
    language: view.language,
    site: view.site,
    theme: view.theme,
    otherLanguage: view.otherLanguage,
    title: `${text.titles[view.state]} · ${view.site}`,
    look: [sheet, icons, button, ring, waiting],
    note: text.note,
    connects: true,
    script:
      waits || view.state === 'confirmed'
        ? kind === 'message_code'
          ? waitScript + copyScript
          : waitScript
        : undefined,
    content: html`<div class="sheet two" id="wait" data-state="${view.state}" data-path="${view.path}" data-left="${view.secondsLeft}">
<div class="l"><h1>${text.heading(html`<span class="nw">${view.site}</span>`)}</h1>${view.siteHost !== undefined && html`<p class="host">${view.siteHost}</p>`}
<ol>${text.steps[kind](account).map((step, index) => stepLine(step, index, now))}</ol></div>
<div class="r" aria-live="polite">${rightHalf(view)}${waits && html`<p class="off" id="off" hidden>${text.offline} <a href="${view.path}">${text.tryNow}</a></p>`}</div>
${now === 0 && (view.others.length > 0 || view.giveUp !== undefined) && html`<div class="other">${view.others.length > 0 && html`<span>${text.others}</span>`}${view.others.map((other) => otherWay(other, view))}${view.giveUp !== undefined && html`<a class="lk quit" href="${view.giveUp}">${texts[view.language].giveUp}</a>`}</div>`}
</div>`,
  });
}

function stepLine(step: string, index: number, now: number): Html {
  if (index < now) return html`<li class="done"><b>✓</b><span>${step}</span></li>`;
  const current = index === now && html` class="now" aria-current="step"`;
  return html`<li${current}><b>${index + 1}</b><span>${step}</span></li>`;
}

function otherWay({ method, href }: WaitView['others'][number], view: WaitView): Html {
  const label = texts[view.language].wait.ways[method];
  if (href !== undefined) return html`<a class="lk" href="${href}">${label}</a>`;
  return html`<form method="post" action="${view.path}/again"><button class="lk" name="method" value="${method}">${label}</button></form>`;
}

function rightHalf(view: WaitView): Html {
  const text = texts[view.language].wait;
  const { shown } = view;
  const again = (label: string) =>
    html`<form method="post" action="${view.path}/again"><button class="btn main">${label}</button></form>`;
  // A link and no form: the policy of a form would have to name every application that the way on may lead to.
  const onward = html`<noscript><p><a class="btn" href="${view.path}/go">${text.onward}</a></p></noscript>`;
  const live = (label: string) =>
    html`<p class="live"><i></i>${label} · <span class="num" id="left" aria-hidden="true">${minutes(view.secondsLeft)}</span></p>`;
  const notMe = html`<form method="post" action="${view.path}/again"><button class="lk">${text.notMe}</button></form>`;
  switch (view.state) {
    case 'new':
      return shown.kind === 'message_code'
        ? html`<p>${text.send(shown.account)}</p><p class="kou">${shown.digits}</p><p><button class="btn tiny" type="button" data-copy="${shown.digits}" data-done="${texts[view.language].copied}">${texts[view.language].copy}</button></p>${live(text.waitingForMessage)}<p class="live">${text.codeWarning}</p>${onward}`
        : html`<div class="qr"><svg viewBox="0 0 ${shown.qr.size} ${shown.qr.size}" role="img" aria-label="${text.qr}"><path d="${shown.qr.path}"/></svg></div>${live(text.waiting)}${onward}`;
    case 'scanned':
      if (shown.kind === 'message_code') return html`<p>${text.answer}</p>${live(text.waitingForWord)}${onward}`;
      return shown.kind === 'scene_qr'
        ? html`<p>${text.reply(shown.account)}</p><p class="no">${shown.number}</p>${live(text.waitingForWord)}${onward}${notMe}`
        : html`<p>${text.scanned}</p><p class="no">${shown.number}</p>${live(text.waitingForPick)}${onward}${notMe}`;
    case 'matched':
      return html`${checkRing}<h2>${text.matched}</h2><p>${text.matchedWhat}</p>${live(text.waitingForPick)}${onward}`;
    case 'confirmed':
    case 'consumed':
      return html`${checkRing}<h2>${view.name === undefined ? text.doneUnnamed : html`${text.done}${visibleName(view.name)}`}</h2><p>${text.returning(view.site)}</p><p><a class="btn main" href="${view.path}/go">${text.goOn}</a></p>`;
    case 'refused':
      return html`${crossRing}<h2>${text.refused}</h2><p>${text.refusedWhat}</p>${again(text.retry)}`;
    case 'wrong':
      return html`${crossRing}<h2>${text.wrong}</h2><p>${text.wrongWhat}</p>${again(text.retry)}`;
    case 'expired':
      return html`${clockRing}<h2>${text.expired[shown.kind]}</h2><p>${text.expiredWhat}</p>${again(text.renew)}`;
  }
}

function minutes(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
