/** What people see when a login does not end with a person, in Chinese and English, without script or style. */
import type { LoginFailure, LoginVisit } from './login-handler.ts';

const failures: Record<LoginFailure, { status: number; zh: string; en: string }> = {
  return_target: { status: 400, zh: '链接有误。', en: 'This link is broken.' },
  malformed: {
    status: 400,
    zh: '登录链接有误，请重新登录。',
    en: 'This sign-in link is broken. Please sign in again.',
  },
  foreign_code: {
    status: 400,
    zh: '登录链接有误，请重新登录。',
    en: 'This sign-in link is broken. Please sign in again.',
  },
  unknown_login: {
    status: 400,
    zh: '登录已失效，或浏览器未保存 Cookie。请在同一浏览器中重新登录。',
    en: 'This sign-in is over, or cookies are off. Please sign in again in this browser.',
  },
  expired: { status: 400, zh: '登录超时，请重新登录。', en: 'This took too long. Please sign in again.' },
  refused: { status: 403, zh: '你取消了登录。', en: 'You cancelled.' },
  wechat: {
    status: 502,
    zh: '微信暂时没有响应，请稍后再试。',
    en: 'WeChat could not be reached. Please try again in a while.',
  },
};

export function failurePage(failure: LoginFailure, { returnTo }: LoginVisit): Response {
  const { status, zh, en } = failures[failure];
  return page(status, zh, en, returnTo);
}

export function snapshotPage({ returnTo }: LoginVisit): Response {
  const zh = '当前为预览页面，请点击底部“使用完整服务”后再登录。';
  return page(403, zh, 'This is a preview. Tap “Use full service” below, then sign in.', returnTo);
}

function page(status: number, zh: string, en: string, returnTo: string): Response {
  const href = returnTo.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  const html =
    '<!doctype html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>微信登录</title><p>${zh}</p><p lang="en">${en}</p><p><a href="${href}">返回 · Back</a></p></html>`;
  const policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return new Response(html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  });
}
