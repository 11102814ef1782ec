// The pages of the demo shop: the front page, which greets whoever has signed in, and a page for when that has failed.

import { createHash } from 'node:crypto';
import type { Words } from '../language.ts';
import { shopLook } from './look.ts';
import { cup, teas } from './pictures.ts';

type Language = keyof Words;

/** Somebody who has signed in, as the gateway told. */
export interface Member {
  readonly sub: string;
  readonly nickname?: string | undefined;
  readonly picture?: string | undefined;
  readonly subscribed?: boolean | undefined;
}

export interface ShopPage {
  readonly body: string;
  /** Content-Security-Policy. */
  readonly policy: string;
}

export function homePage(language: Language, member: Member | undefined): ShopPage {
  const text = (words: Words) => words[language];
  const name = member?.nickname === undefined ? text({ zh: '茶友', en: 'friend' }) : escaped(member.nickname);
  const top = member === undefined ? front(text) : card(text, member, name);
  return page(language, member, name, `${top}${week(text)}`);
}

export function signInFailedPage(language: Language, code: string): ShopPage {
  const text = (words: Words) => words[language];
  const refused = code === 'access_denied';
  return page(
    language,
    undefined,
    '',
    `<section class="note"><h1>${
      refused
        ? text({ zh: '没有登录', en: 'You are not signed in' })
        : text({ zh: '登录没有成功', en: 'Signing in did not work' })
    }</h1><p>${
      refused
        ? text({ zh: '你没有同意，店里什么也不知道。', en: 'You did not allow it, and the shop knows nothing.' })
        : text({ zh: '请再试一次。', en: 'Please try again.' })
    } <code>${escaped(code)}</code></p><a class="bt" href="/sign-in">${text({ zh: '用微信登录', en: 'Sign in with WeChat' })}</a></section>`,
  );
}

const phone =
  '<svg class="i" viewBox="0 0 20 20" aria-hidden="true"><rect x="5.5" y="2" width="9" height="16" rx="2"/><path d="M9 15.2h2"/></svg>';
const logo =
  '<svg width="30" height="30" viewBox="0 0 30 30" fill="none" stroke="currentColor" stroke-width="1.6" aria-hidden="true"><path d="M4 13h22c0 7-4.5 11.5-11 11.5S4 20 4 13z"/><path d="M4.6 16.5h20.8"/><path d="M10 27h10"/></svg>';

type Text = (words: Words) => string;

function front(text: Text): string {
  return `<section class="hero"><div><h1>${text({ zh: '茶要趁热，<br>先喝半盏', en: 'Half a cup,<br>while it is hot' })}</h1><p>${text(
    {
      zh: '小园子的小批茶，周四焙火，周末到你手里。会员可以先留一份。',
      en: 'Small lots from small gardens, roasted on Thursdays, in your cup by the weekend. Members keep a place in the next lot.',
    },
  )}</p><div class="go"><a class="bt" href="/sign-in">${phone}<span>${text({ zh: '用微信登录', en: 'Sign in with WeChat' })}</span></a></div><small>${text(
    {
      zh: '不用填表，不用密码。只知道你同意提供的昵称和头像。',
      en: 'No form, no password. We learn only the nickname and picture that you allow.',
    },
  )}</small></div><figure aria-hidden="true">${cup}</figure></section>`;
}

function card(text: Text, member: Member, name: string): string {
  const row = (label: Words, value: string) => `<li><span>${text(label)}</span><span>${value}</span></li>`;
  const follows = {
    true: { zh: '已关注公众号', en: 'follows the account' },
    false: { zh: '没有关注公众号', en: 'does not follow the account' },
    undefined: { zh: '不知道', en: 'not known' },
  }[String(member.subscribed) as 'true' | 'false' | 'undefined'];
  return `<section class="pass"><div class="mc"><div class="top">${face(member, name)}<div><b><bdi>${name}</bdi></b><span>${text(
    {
      zh: '今天成为会员',
      en: 'Member since today',
    },
  )}</span></div></div><div class="bot"><span>${text({ zh: '编号', en: 'No.' })} ${escaped(member.sub.slice(2, 8))}</span><span class="cups">${text(
    {
      zh: '半盏',
      en: '½ cup',
    },
  )}</span></div></div><div><h1>${text({ zh: '你好，', en: 'Hello, ' })}<bdi>${name}</bdi></h1><p class="dim">${text({
    zh: '你用微信登录了，什么都不用填。',
    en: 'You signed in with WeChat. There was nothing to fill in.',
  })}</p><h2 class="dim">${text({ zh: '店里知道你什么', en: 'What the shop knows about you' })}</h2><ul class="l">${row(
    { zh: '昵称', en: 'Nickname' },
    member.nickname === undefined ? text({ zh: '没有', en: 'none' }) : name,
  )}${row({ zh: '茶话来信', en: 'Tea letters' }, text(follows))}${row(
    { zh: '只给本店的编号', en: 'A number for this shop alone' },
    `${escaped(member.sub.slice(0, 10))}…`,
  )}</ul></div></section>`;
}

function week(text: Text): string {
  return `<section class="sec"><header><h2>${text({ zh: '本周在焙', en: 'This week' })}</h2></header><div class="teas">${teas
    .map(
      ({ name, price, what, picture }) =>
        `<article class="tea"><figure aria-hidden="true">${picture}</figure><h3>${text(name)}<span>${price}</span></h3><p>${text(what)}</p></article>`,
    )
    .join('')}</div></section>`;
}

function face(member: Member, name: string): string {
  const picture = member.picture === undefined ? '' : escaped(member.picture);
  const letter = escaped([...(member.nickname ?? '茶')][0] ?? '茶');
  return `<span class="av" aria-hidden="true" title="${name}">${picture === '' ? letter : `<img src="${picture}" alt="">`}</span>`;
}

function page(language: Language, member: Member | undefined, name: string, content: string): ShopPage {
  const text = (words: Words) => words[language];
  const other = language === 'zh' ? 'en' : 'zh';
  const session =
    member === undefined
      ? `<a class="bt sm" href="/sign-in">${text({ zh: '登录', en: 'Sign in' })}</a>`
      : `<span class="who">${face(member, name)}</span><form method="post" action="/sign-out"><button class="lk">${text({ zh: '退出', en: 'Sign out' })}</button></form>`;
  const body = `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${text({ zh: '半盏茶铺', en: 'Half Cup Tea' })}</title><style>${shopLook}</style></head>
<body><div class="w"><header class="bar2${member === undefined ? '' : ' in'}"><a class="logo" href="/">${logo}<span>${text({ zh: '半盏', en: 'Half Cup' })}</span></a><span class="push"><span class="stamp">SIMULATED 模拟</span><a href="/?lang=${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${other === 'zh' ? '中文' : 'English'}</a>${session}</span></header>
<main>${content}</main>
<footer class="fin"><span>${text({ zh: '一家不存在的店，用来演示登录是什么感觉。', en: 'A shop that does not exist, to show how signing in feels.' })}</span><span>Mingpian try</span></footer></div></body></html>`;
  const digest = createHash('sha256').update(shopLook).digest('base64');
  return {
    body,
    policy: `default-src 'none'; style-src 'sha256-${digest}'; img-src http: https:; form-action *; base-uri 'none'; frame-ancestors *`,
  };
}

function escaped(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.slice(0, 200).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
