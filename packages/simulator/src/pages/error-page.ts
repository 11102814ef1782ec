import type { PageError } from '../wechat/connect/visit.ts';
import type { PageLanguage } from './language.ts';
import { escapeHtml, pageResponse } from './layout.ts';

const warning =
  '<svg width="26" height="26" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M10 3.2L18 16.8H2z"/><path d="M10 8.2v4M10 14.4v.1"/></svg>';

/** WeChat's words as they are, in Chinese whatever the page's language; below them, ours for the developer. */
export async function errorPage(error: PageError, language: PageLanguage): Promise<Response> {
  const advice = await adviceOn(error, language);
  const code = error.code === null ? '' : `<p class="code">${error.code}</p>`;
  const title = error.title ?? error.text;
  const detail = error.title === undefined ? '' : `<p lang="zh-CN">${escapeHtml(error.text)}</p>`;
  return pageResponse({
    language,
    title,
    body: `<div class="ring">${warning}</div>
<h1 lang="zh-CN">${escapeHtml(title)}</h1>
${detail}
${code}
<p class="why"><b>${language === 'zh' ? '给开发者' : 'For the developer'}</b> ${advice}<span lang="en">${escapeHtml(error.why)}</span> <span class="code">${escapeHtml(error.rule)}</span></p>`,
  });
}

/** What the page means and what to do about it; loaded when such a page is shown, for the texts are long. */
async function adviceOn({ code, text }: PageError, language: PageLanguage): Promise<string> {
  const { codelessTexts, errorTexts } = await import('@mingpian/facts/error-texts');
  const texts = code === null ? codelessTexts[text] : errorTexts[code];
  if (texts === undefined) return '';
  const { meaning, action } = texts[language];
  return `${escapeHtml(meaning + (language === 'zh' ? '' : ' ') + action)}<br>`;
}
