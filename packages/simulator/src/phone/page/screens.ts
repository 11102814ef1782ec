/** What the device shows: the list of accounts, one chat, the web view. */
import { accountFact } from '@mingpian/facts/accounts';
import { type Account, type ChatMessage, chatKey, type MenuButton } from '../../world/state.ts';
import { webViewOf } from '../web-view.ts';
import { embedded, titleOf } from './embedded.ts';
import { type Html, html, stranger } from './html.ts';
import { avatar, clockText, icon, stamp, type View, type Why } from './layout.ts';
import type { Words } from './words.ts';

function address(view: View, ...parts: string[]): string {
  return ['/phone', view.person.name, ...parts]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');
}

/** A button that is a form of its own, so that every act works without script. */
function act(view: View, verb: string, fields: Record<string, string>, button: Html): Html {
  const inputs = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form class="inl" method="post" action="${address(view, verb)}">${inputs}${button}</form>`;
}

function bar(left: Html | '', title: string, small: string, right: Html | ''): Html {
  return html`<header class="nb">${left || html`<span></span>`}<div style="min-width:0"><h1>${stranger(title)}</h1>${small !== '' && html`<small>${small}</small>`}</div>${right || html`<span></span>`}</header>`;
}

function chatsOf({ world, person }: View): { account: Account; last: ChatMessage | undefined; follows: boolean }[] {
  return world.state.accounts
    .filter((account) => accountFact(account.kind).conversation)
    .map((account) => ({
      account,
      last: world.state.chats[chatKey(person.name, account.name)]?.at(-1),
      follows: world.isFollower(person.name, account.name),
    }))
    .sort((one, other) => Number(other.follows) - Number(one.follows) || (other.last?.at ?? 0) - (one.last?.at ?? 0));
}

function preview(message: ChatMessage | undefined, words: Words): string {
  if (!message) return words.silent;
  return message.text?.replace(/<[^>]*>/g, '') ?? words.types[message.type as keyof Words['types']] ?? message.type;
}

export function chatsScreen(view: View): Html {
  const { words } = view;
  const rows = chatsOf(view).map(({ account, last, follows }) => {
    const link = html`<a class="go" href="${address(view, 'chat', account.name)}" aria-label="${account.title}"></a>`;
    const follow = act(
      view,
      'follow',
      { account: account.name },
      html`<button class="btn tiny" data-testid="follow-${account.name}">${words.follow}</button>`,
    );
    const about = follows ? preview(last, words) : `${words.kinds[account.kind]} · ${words.notFollowed}`;
    return html`<div class="row">${avatar(view.world, account)}<div><b>${stranger(account.title)}</b><p>${stranger(about)}</p></div>${follows ? html`${last && html`<time class="num">${clockText(last.at)}</time>`}` : follow}${(follows || last) && link}</div>`;
  });
  return html`${bar('', words.chats, '', '')}<div class="scroll"><form class="find2" method="post" action="${address(view, 'open')}">${icon('find', 's')}<input name="url" type="url" required placeholder="${words.find}" aria-label="${words.find}"><button class="btn tiny">${words.open}</button></form>${rows}</div>`;
}

/** The text of an account, with its `<a href>` as something to tap and everything else as it is written. */
function tappable(view: View, account: Account, text: string): Html {
  const parts = text.split(/(<a\s[^>]*href=["'][^"']*["'][^>]*>[\s\S]*?<\/a>)/i);
  return html`${parts.map((part, index) => {
    const link = index % 2 === 1 ? /href=["']([^"']*)["'][^>]*>([\s\S]*?)<\/a>/i.exec(part) : null;
    if (!link) return stranger(part);
    const [, href = '', label = ''] = link;
    const url = href.replaceAll('&amp;', '&');
    return act(
      view,
      'open',
      { url, account: account.name, from: 'chat' },
      html`<button class="lnk" data-testid="link" title="${url}">${stranger(label)}</button>`,
    );
  })}`;
}

function article(view: View, account: Account, item: Record<string, unknown>): Html {
  const body = html`<b>${stranger(String(item.title ?? ''))}</b><small>${stranger(String(item.description ?? ''))}</small>`;
  if (typeof item.url !== 'string') return html`<div class="bub card">${body}</div>`;
  return act(
    view,
    'open',
    { url: item.url, account: account.name, from: 'chat' },
    html`<button class="bub card" style="border:0;text-align:left;cursor:pointer">${body}</button>`,
  );
}

function bubble(view: View, account: Account, message: ChatMessage): Html {
  if (message.from === 'system') return html`<p class="sys">${message.text ?? ''}</p>`;
  const own = message.from === 'person';
  const face = own ? avatar(view.world, view.person) : avatar(view.world, account);
  const articles = Array.isArray(message.articles) ? (message.articles as Record<string, unknown>[]) : [];
  const kind = view.words.types[message.type as keyof Words['types']] ?? message.type;
  const content =
    articles.length > 0
      ? html`<div>${articles.map((item) => article(view, account, item))}</div>`
      : html`<div class="bub txt">${message.text === undefined ? `${kind} ${String(message.label ?? message.title ?? '')}` : own ? stranger(message.text) : tappable(view, account, message.text)}</div>`;
  return html`<div class="msg ${own && 'me'}" data-testid="${own ? 'own' : 'account'}-message">${face}${content}</div>`;
}

function menuButton(view: View, account: Account, button: MenuButton, path: string): Html {
  if (button.sub_button && button.sub_button.length > 0) {
    const items = button.sub_button.map((one) => menuButton(view, account, one, `${path} / ${one.name}`));
    return html`<details name="menu"><summary>${icon('menu', 'x')}${button.name}</summary><div class="pop">${items}</div></details>`;
  }
  return act(
    view,
    'tap-menu',
    { account: account.name, path },
    html`<button data-testid="menu">${button.name}</button>`,
  );
}

export function chatScreen(view: View, account: Account): Html {
  const { world, person, words } = view;
  const follow = world.followOf(person.name, account.name);
  const messages = world.state.chats[chatKey(person.name, account.name)] ?? [];
  const menu = world.state.menus[account.name];
  const back = html`<a class="ib" href="${address(view)}" aria-label="${words.back}">${icon('back')}</a>`;
  const leave = act(view, 'unfollow', { account: account.name }, html`<button>${words.unfollow}</button>`);
  const more = html`<details class="more"><summary class="ib" aria-label="${words.details}">${icon('user')}</summary><div class="pop">${leave}</div></details>`;
  const since =
    follow?.subscribed &&
    html`<p class="sys"><span class="num">${clockText(follow.subscribedAt)}</span><br>${words.followed(account.title)}</p>`;
  const foot = follow?.subscribed
    ? html`${menu && html`<nav class="menu">${menu.button.map((button) => menuButton(view, account, button, button.name))}</nav>`}<form class="write" method="post" action="${address(view, 'say')}"><input type="hidden" name="account" value="${account.name}"><input name="text" required autocomplete="off" placeholder="${words.write}" aria-label="${words.write}"><button class="btn main">${words.send}</button></form>`
    : html`<div class="write"><span class="dim" style="flex:1;font-size:13px">${words.unfollowed(account.title)}</span>${act(view, 'follow', { account: account.name }, html`<button class="btn main">${words.follow}</button>`)}</div>`;
  // The line about following stands where it happened, between what was said before and after.
  const at = follow?.subscribed ? messages.findIndex((message) => message.at >= follow.subscribedAt) : -1;
  const split = at < 0 ? messages.length : at;
  const lines = (list: readonly ChatMessage[]) => list.map((message) => bubble(view, account, message));
  return html`${bar(back, account.title, '', follow?.subscribed ? more : '')}<div class="chat" role="log" aria-label="${account.title}" data-live="chat" tabindex="0">${lines(messages.slice(0, split))}${since}${lines(messages.slice(split))}</div>${foot}`;
}

function sheet(view: View, accountName: string): Html {
  const { world, person, words } = view;
  const account = world.accountNamed(accountName);
  return html`<div class="cover"><div class="consent" role="dialog" aria-modal="true" aria-labelledby="consent"><div class="t">${avatar(view.world, account, 's')}<span>${stranger(account.title)} <span class="faint">${words.asks}</span></span>${stamp}</div><h3 id="consent" tabindex="-1" autofocus>${words.profile}</h3><div class="me">${avatar(world, person)}<div><b style="font-weight:500">${stranger(person.nickname)}</b><br><small class="faint">${words.nickname}</small></div>${icon('check')}</div><div class="yn">${act(view, 'refuse', {}, html`<button class="btn" data-escape data-testid="refuse">${words.refuse}</button>`)}${act(view, 'allow', {}, html`<button class="btn main" data-testid="allow">${words.allow}</button>`)}</div></div></div>`;
}

export function webScreen(view: View, returnTo: string): Html {
  const { world, person, words, key } = view;
  const current = webViewOf(world, person).current;
  const close = act(
    view,
    'close',
    { to: returnTo },
    html`<button class="ib" aria-label="${words.close}">${icon('x')}</button>`,
  );
  if (!current) return html`${bar(close, '', '', '')}<div class="web"><div class="blank">${words.nothing}</div></div>`;
  const { outcome, html: page } = current;
  const back = act(view, 'back', {}, html`<button class="ib" aria-label="${words.back}">${icon('back')}</button>`);
  const host = URL.parse(outcome.url)?.host ?? '';
  const frame = () => {
    const door = (verb: string) => (url: string) => `${address(view, verb)}?key=${key}&url=${encodeURIComponent(url)}`;
    const doors = outcome.snapshot ? null : { open: door('tap'), submit: door('submit') };
    const origin = new URL(`http://${world.urls ? new URL(world.urls.base).host : 'localhost'}`).origin;
    const local = doors && {
      open: (url: string) => origin + doors.open(url),
      submit: (url: string) => origin + doors.submit(url),
    };
    return html`<iframe title="${host}" sandbox="allow-forms allow-top-navigation-by-user-activation" referrerpolicy="no-referrer" data-testid="page" srcdoc="${embedded(page, outcome.url, local)}"></iframe>`;
  };
  const { error } = outcome;
  const content = error
    ? html`<div class="blank" role="alert">${icon('warn')}${stamp}${error.code !== null && html`<span class="code">${error.code}</span>`}<h2 tabindex="-1">${stranger(error.text)}</h2></div>`
    : page !== ''
      ? frame()
      : html`<div class="blank">${!outcome.sheet && words.refusedPage}</div>`;
  const snapshot =
    outcome.snapshot &&
    html`<div class="snap" role="status">${icon('lock', 's')}<span>${words.preview}</span>${stamp}</div>`;
  const full =
    outcome.snapshot &&
    html`<div class="full">${act(view, 'use-full-service', {}, html`<button class="btn main big" data-testid="full">${words.full}</button>`)}</div>`;
  return html`${bar(close, titleOf(page) || host, host, back)}${snapshot}<div class="web">${content}${outcome.sheet && sheet(view, outcome.sheet.account)}</div>${full}`;
}

/** The rail's answer to what is on the screen. */
export function whyOf(view: View, screen: 'web' | 'other'): Why {
  const { words } = view;
  const outcome = screen === 'web' ? webViewOf(view.world, view.person).current?.outcome : undefined;
  if (outcome?.error) return { question: words.whyError, answer: outcome.error.why };
  if (outcome?.sheet) return { question: words.whySheet, answer: words.whySheetText };
  if (outcome?.snapshot) return { question: words.whySnapshot, answer: words.whySnapshotText };
  return { question: words.whyHint, answer: words.whyHintText };
}
