/** The page that says why nobody was signed in, what happened, and what to do now. */
import { copyScript } from './copy-script.ts';
import { giveUpLink } from './give-up.ts';
import { html } from './html.ts';
import { type Language, texts } from './language.ts';
import { button, icons, problem as problemLook, sheet } from './look.ts';
import { type Page, page } from './page.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Theme } from './theme.ts';

export interface ProblemView {
  readonly language: Language;
  readonly code: ProblemCode;
  /** Names this case in the log; holds no personal data. Left out where every answer has to be the same. */
  readonly reference?: string | undefined;
  readonly site?: string | undefined;
  readonly theme?: Theme | undefined;
  /** WeChat's errcode, for the operator. */
  readonly errcode?: number | undefined;
  /** Where the button leads. Without it the page has none. */
  readonly next?: string | undefined;
  /** Where whoever does not want to sign in after all goes back to the application. */
  readonly giveUp?: string | undefined;
  /** The address to copy, on the page that sends people into WeChat. */
  readonly copy?: string | undefined;
  readonly otherLanguage?: string | undefined;
}

const warning = html`<div class="ring"><svg class="i" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 3.2L18 16.8H2z"/><path d="M10 8.2v4M10 14.4v.1"/></svg></div>`;

export function problemPage(view: ProblemView): Page {
  const text = texts[view.language];
  const { heading, what, todo, button: label } = text.problems[view.code];
  const { title, todo: todoLabel, reference, note } = text.problem;
  const action =
    view.copy !== undefined
      ? html`<button class="btn main" type="button" data-copy="${view.copy}" data-done="${text.copied}">${label}</button>`
      : view.next !== undefined && html`<a class="btn main" href="${view.next}">${label}</a>`;
  return page({
    language: view.language,
    title: `${heading} · ${title(view.site)}`,
    site: view.site,
    theme: view.theme,
    look: [sheet, icons, problemLook, button],
    note,
    otherLanguage: view.otherLanguage,
    script: view.copy === undefined ? undefined : copyScript,
    content: html`<div class="sheet wide">
${warning}
<h1 class="h1" tabindex="-1" autofocus>${heading}</h1><p>${what}</p>
<div class="next"><b>${todoLabel}</b>${todo}</div>
${(action || view.giveUp !== undefined) && html`<div class="acts">${action}${giveUpLink(view.language, view.giveUp)}</div>`}
<p class="ref"><span>${view.reference !== undefined && html`${reference} <code>${view.reference}</code>`}</span><code>${view.errcode !== undefined && `${view.errcode} `}${view.code}</code></p>
</div>`,
  });
}

/** The HTTP status with which a problem is answered where it happens. */
export const problemStatus: Readonly<Record<ProblemCode, number>> = {
  code_used: 400,
  login_expired: 400,
  state_mismatch: 400,
  access_denied: 200,
  not_in_wechat: 200,
  only_in_wechat: 200,
  scan_in_wechat: 200,
  snapshot_user: 200,
  upstream_busy: 503,
  rate_limited: 429,
  redirect_host: 400,
  internal: 500,
  unavailable: 503,
  misconfigured: 502,
  cookies_off: 400,
  no_web_login: 403,
  bad_request: 400,
  not_found: 404,
  client_request: 400,
  request_expired: 400,
  scan_expired: 400,
  link_invalid: 400,
  link_refused: 409,
};
