import type { PageLanguage } from './language.ts';
import { bdi, escapeHtml, pageResponse, type Words } from './layout.ts';

export interface ConsentSheet {
  id: string;
  accountTitle: string;
  nickname: string;
  /** A picture of this host, or undefined without one. */
  avatarPath: string | undefined;
}

const words = {
  asks: { zh: '申请', en: 'asks' },
  heading: { zh: '使用你的昵称和头像', en: 'Use your nickname and picture' },
  what: { zh: '微信昵称和头像', en: 'WeChat nickname and picture' },
  refuse: { zh: '拒绝', en: 'Refuse' },
  allow: { zh: '允许', en: 'Allow' },
} as const satisfies Record<string, Words>;

const style = `
main{display:flex;flex-direction:column;justify-content:flex-end;max-width:none;padding:0;background:var(--scrim)}
.sheet{background:var(--surface);border-radius:14px 14px 0 0;padding:24px 24px 32px;width:100%;max-width:520px;margin:0 auto}
.row{display:flex;align-items:center}.row>*+*{margin-left:12px}
.sheet h1{font-size:18px;margin:18px 0 12px}.sheet h1:focus{outline:none}
.av{width:40px;height:40px;flex:none;display:flex;align-items:center;justify-content:center;color:#fff;background:#5B8272;font-weight:500;object-fit:cover}
.acc{border-radius:22%}.person{border-radius:50%}
.me{padding:12px 14px;border-radius:10px;border:1px solid var(--line)}
.yn{display:flex;margin-top:22px}.yn form{flex:1}.yn form+form{margin-left:12px}
`;

/** The half-screen sheet: who asks, for what, as whom; refusing is as large as allowing. */
export function consentSheetPage(sheet: ConsentSheet, language: PageLanguage): Response {
  const say = (text: Words) => text[language];
  const picture =
    sheet.avatarPath === undefined
      ? '<span class="av person" aria-hidden="true"></span>'
      : `<img class="av person" src="${escapeHtml(sheet.avatarPath)}" alt="" width="40" height="40">`;
  const initial = [...sheet.accountTitle][0] ?? '';
  return pageResponse({
    language,
    title: say(words.heading),
    style,
    body: `<section class="sheet" role="dialog" aria-modal="true" aria-labelledby="what" data-testid="consent-sheet">
<div class="row"><span class="av acc" aria-hidden="true">${escapeHtml(initial)}</span><span>${bdi(sheet.accountTitle)} <span class="faint">${say(words.asks)}</span></span></div>
<h1 id="what" tabindex="-1" autofocus>${say(words.heading)}</h1>
<div class="row me">${picture}<div>${bdi(sheet.nickname)}<br><span class="faint">${say(words.what)}</span></div></div>
<div class="yn">${answerForm(sheet.id, 'refuse', say(words.refuse))}${answerForm(sheet.id, 'allow', say(words.allow))}</div>
</section>`,
  });
}

function answerForm(id: string, answer: 'allow' | 'refuse', label: string): string {
  return `<form method="post" action="/connect/oauth2/authorize_reply">
<input type="hidden" name="sheet" value="${escapeHtml(id)}"><input type="hidden" name="answer" value="${answer}">
<button class="btn${answer === 'allow' ? ' main' : ''}" data-testid="consent-${answer}">${label}</button></form>`;
}
