/** The custom menu (自定义菜单): the usual way into a login, because it tells no state and expects a fresh one. */
import { endpoints } from '@mingpian/facts/endpoints';
import { limits } from '@mingpian/facts/limits';
import { type ApiReply, readApiReply } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import { ApiError } from './errors.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';
import { utf8Length } from './text.ts';

/** Opens `url`. Lead to an address of your own that starts a login, not to a fixed authorise link. */
export interface ViewButton {
  readonly type: 'view';
  readonly name: string;
  readonly url: string;
}

/** Sends the event CLICK with `key`. */
export interface ClickButton {
  readonly type: 'click';
  readonly name: string;
  readonly key: string;
}

export type MenuButton = ViewButton | ClickButton;

export interface SubMenu {
  readonly name: string;
  readonly buttons: readonly MenuButton[];
}

export type Menu = readonly (MenuButton | SubMenu)[];

/** The errcode of `menu/get` for an account without a menu. */
const NO_MENU = 46003;

/** @throws {TypeError} the menu breaks one of WeChat's sizes; the message names the button. */
export function menuCreateRequest(hosts: Hosts, appToken: string, menu: Menu): WireRequest {
  checkMenu(menu);
  const button = menu.map((entry) =>
    'buttons' in entry ? { name: entry.name, sub_button: entry.buttons.map(wireButton) } : wireButton(entry),
  );
  return apiRequest(hosts, endpoints.menuCreate, { access_token: appToken, button });
}

export function processMenuCreate(reply: WireReply): void {
  readApiReply(endpoints.menuCreate.path, reply);
}

export function menuGetRequest(hosts: Hosts, appToken: string): WireRequest {
  return apiRequest(hosts, endpoints.menuGet, { access_token: appToken });
}

/** The menu as WeChat keeps it, raw; undefined when there is none. */
export function processMenuGet(reply: WireReply): ApiReply | undefined {
  try {
    return readApiReply(endpoints.menuGet.path, reply);
  } catch (error) {
    if (error instanceof ApiError && error.errcode === NO_MENU) return undefined;
    throw error;
  }
}

export function menuDeleteRequest(hosts: Hosts, appToken: string): WireRequest {
  return apiRequest(hosts, endpoints.menuDelete, { access_token: appToken });
}

export function processMenuDelete(reply: WireReply): void {
  readApiReply(endpoints.menuDelete.path, reply);
}

function wireButton(button: MenuButton): Record<string, string> {
  return button.type === 'view'
    ? { type: 'view', name: button.name, url: button.url }
    : { type: 'click', name: button.name, key: button.key };
}

/** @throws {TypeError} the menu breaks one of WeChat's sizes; the message names the button. */
export function checkMenu(menu: Menu): void {
  between(menu.length, 1, limits.menuTopButtons.value, 'menu', 'buttons');
  for (const entry of menu) {
    between(utf8Length(entry.name), 1, limits.menuTopNameBytes.value, `menu button "${entry.name}"`, 'bytes of name');
    if (!('buttons' in entry)) {
      checkButton(entry);
      continue;
    }
    between(entry.buttons.length, 1, limits.menuSubButtons.value, `menu "${entry.name}"`, 'buttons');
    for (const button of entry.buttons) {
      const where = `menu button "${entry.name} / ${button.name}"`;
      between(utf8Length(button.name), 1, limits.menuSubNameBytes.value, where, 'bytes of name');
      checkButton(button);
    }
  }
}

function checkButton(button: MenuButton): void {
  const where = `menu button "${button.name}"`;
  if (button.type === 'click') between(utf8Length(button.key), 1, limits.menuKeyBytes.value, where, 'bytes of key');
  else between(utf8Length(button.url), 1, limits.menuUrlBytes.value, where, 'bytes of url');
}

function between(actual: number, least: number, most: number, where: string, what: string): void {
  if (actual < least || actual > most) {
    throw new TypeError(`${where} must have ${least} to ${most} ${what}, not ${actual}`);
  }
}
