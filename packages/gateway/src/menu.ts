/** Publishing the menu of the configuration. */
import type { Menu } from '@mingpian/wechat/menu';
import type { Account } from './accounts.ts';
import { menuOf } from './config/menu.ts';
import type { Config } from './config/shape.ts';

/** Puts the menu in the place of the one that the account has. Nothing calls this by itself. @throws {ApiError} */
export async function applyMenu(account: Account, config: Config): Promise<Menu> {
  const menu = menuOf(account, config);
  await account.wechat.menu.create(menu);
  return menu;
}
