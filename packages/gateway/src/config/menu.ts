/**
 * The custom menu of an account, from its configuration. A menu is the usual way into a sign-in: a button leads to our own
 * start page, so that every tap begins a sign-in of its own with a state of its own, which a fixed authorise link cannot.
 */
import type { Menu, MenuButton } from '@mingpian/wechat/menu';
import type { AccountConfig, Config, MenuButtonConfig, MenuEntryConfig } from './shape.ts';

/** For an account whose configuration has no menu. */
const usual = {
  zh: [
    { name: '登录', login: '/me' },
    { name: '我是谁', url: '/me' },
  ],
  en: [
    { name: 'Sign in', login: '/me' },
    { name: 'Who am I', url: '/me' },
  ],
} as const satisfies Record<'zh' | 'en', readonly MenuEntryConfig[]>;

/** The menu as WeChat gets it. */
export function menuOf(
  account: Pick<AccountConfig, 'name' | 'menu'>,
  config: Pick<Config, 'publicUrl' | 'language'>,
): Menu {
  return (account.menu ?? usual[config.language]).map((entry) =>
    'buttons' in entry
      ? { name: entry.name, buttons: entry.buttons.map((button) => buttonOf(button, account.name, config.publicUrl)) }
      : buttonOf(entry, account.name, config.publicUrl),
  );
}

function buttonOf(button: MenuButtonConfig, account: string, publicUrl: string): MenuButton {
  const { name } = button;
  if ('key' in button) return { type: 'click', name, key: button.key };
  if ('url' in button) return { type: 'view', name, url: new URL(button.url, publicUrl).href };
  // The start page leads to /me by itself.
  const target = button.login === '/me' ? '' : `?return_to=${encodeURIComponent(button.login)}`;
  return { type: 'view', name, url: `${publicUrl}/login/${account}${target}` };
}
