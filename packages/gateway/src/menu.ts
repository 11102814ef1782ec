import type { Menu } from '@mingpian/wechat/menu';
import type { Account } from './accounts.ts';
import type { Parts } from './parts.ts';

const labels = { zh: { signIn: '登录', me: '我是谁' }, en: { signIn: 'Sign in', me: 'Who am I' } } as const;

/** A menu that leads to our own start page: every tap begins a sign-in of its own, with a state of its own. */
export function signInMenu(account: Account, { publicUrl, language }: Parts['config']): Menu {
  const text = labels[language];
  return [
    { type: 'view', name: text.signIn, url: `${publicUrl}/login/${account.name}?return_to=/me` },
    { type: 'view', name: text.me, url: `${publicUrl}/me` },
  ];
}

/**
 * Publishes the menu of every account that may have one and can sign people in; answers their names. Nothing calls this by
 * itself: it replaces the menu that an account has.
 */
export async function publishMenus({ accounts, config }: Pick<Parts, 'accounts' | 'config'>): Promise<string[]> {
  const able = accounts.all.filter((account) => account.may('menu') && accounts.signInWay(account)?.how === 'own');
  for (const account of able) await account.wechat.menu.create(signInMenu(account, config));
  return able.map(({ name }) => name);
}
