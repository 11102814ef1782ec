import type { PageLanguage } from './language.ts';
import { pageResponse } from './layout.ts';

const texts = {
  refused: {
    zh: ['已拒绝', '微信关闭了授权，没有回到应用。可以关掉这个页面。'],
    en: ['Refused', 'WeChat closed the sheet and did not go back to the application. You can close this page.'],
  },
  confirmed: {
    zh: ['已确认登录', '电脑上的网页会自己继续。可以关掉这个页面。'],
    en: ['Login confirmed', 'The page on the computer goes on by itself. You can close this page.'],
  },
  gone: {
    zh: ['授权页已经关闭', '这次授权已经有了回答，或者世界被重置了。请重新打开链接。'],
    en: ['This sheet is closed', 'It was answered already, or the world was reset. Open the link again.'],
  },
} as const;

/** Where a refusal ends: WeChat shows nothing more, and the application never learns of it. */
export function closedPage(reason: keyof typeof texts, language: PageLanguage): Response {
  const [title, text] = texts[reason][language];
  return pageResponse({
    language,
    title,
    body: `<h1>${title}</h1>\n<p>${text}</p>`,
    status: reason === 'gone' ? 410 : 200,
  });
}
