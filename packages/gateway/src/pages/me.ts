/** Who you are: the name card with the seal, what WeChat told us, and how the sign-in went. Empty when nobody is signed in. */
import { copyScript } from './copy-script.ts';
import { dayText, momentText, timeText } from './dates.ts';
import { type Html, html } from './html.ts';
import { type Language, texts } from './language.ts';
import { about, avatar, boxes, button, nameCard, sheet } from './look.ts';
import { mark, type Page, page } from './page.ts';
import { type Told, toldRows } from './told.ts';
import { groundOf, initialOf, plainName, visibleName } from './visible-text.ts';

/** When the steps of a sign-in happened, in milliseconds; what is missing did not happen. */
export interface Trace {
  readonly startedAt: number;
  readonly returnedAt: number;
  readonly exchangedAt: number;
  /** `sns/userinfo` answered. */
  readonly profileAt?: number | undefined;
  /** `user/info` answered. */
  readonly followerAt?: number | undefined;
}

export interface MeView {
  readonly language: Language;
  readonly personId: string;
  /** Title of the account. */
  readonly site: string;
  /** Its kind in words: 服务号. */
  readonly kind: string;
  /** Title of the account whose web authorisation it borrows. */
  readonly borrowed?: string | undefined;
  /** Title of the website app through which this computer signed in. */
  readonly website?: string | undefined;
  readonly told: Told;
  /** Address of the picture, as it may stand in a page. */
  readonly picture?: string | undefined;
  readonly pictures: readonly string[];
  readonly signedInAt: number;
  readonly trace?: Trace | undefined;
  /** Where the visitor can tell us a name; left out when it is known. */
  readonly tellName?: string | undefined;
  readonly otherLanguage: string;
}

export function mePage(view: MeView): Page {
  const text = texts[view.language].me;
  const nickname = view.told.fields.nickname?.value;
  return page({
    language: view.language,
    site: view.site,
    title: text.title(view.site),
    otherLanguage: view.otherLanguage,
    look: [avatar, button, nameCard, boxes],
    pictures: view.pictures,
    script: copyScript,
    content: html`<div class="wrap">
<section class="card" aria-labelledby="n">
<div class="id">${portrait(view, nickname)}<div>${
      nickname === undefined
        ? html`<h1 id="n" class="un">${text.unnamed}</h1>`
        : html`<h1 id="n" title="${plainName(nickname)}">${visibleName(nickname)}</h1>`
    }<p class="sub">${text.signedInTo(view.site)}</p></div></div>
<div class="foot"><p>${text.account} <b>${text.kind(view.site, view.kind)}</b>${
      view.borrowed !== undefined && html`<br>${text.borrowed(view.borrowed)}`
    }${
      view.website !== undefined && html`<br>${text.website(view.website)}`
    }<br>${momentText(view.language, view.signedInAt)}</p><p class="sealed">${text.seal[0]}<br>${text.seal[1]}</p></div>
</section>
<div class="acts">
${view.tellName !== undefined && html`<div><a class="btn main" href="${view.tellName}">${text.name}</a></div>`}
<form method="post" action="/me/sign-out"><button class="btn">${text.signOut}</button></form>
<div><a class="btn quiet" href="/me/sign-out-everywhere">${text.signOutEverywhere}</a></div>
</div>
<h2 class="sec">${text.told}</h2>
<table class="fields">${toldRows(view.told, view.language).map(
      (row) =>
        html`<tr><th scope="row">${row.label}</th><td${row.absent && html` class="none"`}>${row.value}</td><td class="w">${row.remark}</td></tr>`,
    )}</table>
${view.trace !== undefined && elevenSteps(view.trace, view)}
</div>`,
  });
}

function portrait(view: MeView, nickname: string | undefined): Html {
  const letter = nickname === undefined ? '·' : initialOf(nickname);
  return html`<span class="av c${groundOf(view.personId)}" aria-hidden="true">${letter}${
    view.picture !== undefined && html`<img src="${view.picture}" alt="" referrerpolicy="no-referrer">`
  }</span>`;
}

/** The article's eleven steps with their times; a silent sign-in has no steps 4, 5, 10 and 11. */
function elevenSteps(trace: Trace, { told, language }: MeView): Html {
  const text = texts[language].me;
  const silent = told.scope === 'snsapi_base';
  const followed = told.follower?.subscribed ? told.follower.since : undefined;
  const asked = trace.profileAt ?? trace.followerAt;
  const times: readonly (string | undefined)[] = [
    followed === undefined ? undefined : dayText(language, followed),
    timeText(trace.startedAt),
    timeText(trace.startedAt),
    undefined,
    undefined,
    timeText(trace.returnedAt),
    timeText(trace.returnedAt),
    timeText(trace.exchangedAt),
    timeText(trace.exchangedAt),
    asked === undefined ? undefined : timeText(asked),
    asked === undefined ? undefined : timeText(asked),
  ];
  const remarkOf = (step: number): string | undefined => {
    if (step === 1 && followed === undefined) return text.notNeeded;
    if (silent && (step === 4 || step === 5)) return text.skipped;
    if (step >= 10 && trace.profileAt === undefined)
      return trace.followerAt === undefined ? text.skipped : text.followerStep;
    return undefined;
  };
  return html`<details><summary>${text.eleven}</summary><ol class="eleven">${text.steps.map((step, index) => {
    const remark = remarkOf(index + 1);
    return html`<li${remark !== undefined && html` class="off"`}><b>${index + 1}</b><p>${step}${
      remark !== undefined && html`<small>${remark}</small>`
    }</p>${times[index] !== undefined && html`<time>${times[index]}</time>`}</li>`;
  })}</ol></details>`;
}

export interface NobodyView {
  readonly language: Language;
  /** Where to sign in, if there is one account to sign in to. */
  readonly signIn?: string | undefined;
  readonly otherLanguage: string;
}

/** `/me` when nobody is signed in. */
export function nobodyPage(view: NobodyView): Page {
  const text = texts[view.language].me.empty;
  return page({
    language: view.language,
    title: text.title,
    otherLanguage: view.otherLanguage,
    look: [sheet, about, button],
    content: html`<div class="sheet">
<div class="big-mark faint">${mark}</div>
<h1>${text.heading}</h1><p>${text.what}</p>
<div class="go">${view.signIn === undefined ? html`<p>${text.nothing}</p>` : html`<a class="btn main" href="${view.signIn}">${text.button}</a>`}</div>
</div>`,
  });
}
