import type { MenuButton } from '../../../world/state.ts';
import { data, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';

/** The menu as it was created; a button without a second level shows an empty one. */
export const menuGet = appEndpoint('menuGet', (call) => {
  const menu = call.world.state.menus[call.account.name];
  if (menu === undefined) throw new Refusal(46003, 'C-08');
  return data({ menu: { button: menu.button.map(withSubButton) } }, 'C-08');
});

function withSubButton(button: MenuButton): MenuButton {
  return { ...button, sub_button: button.sub_button ?? [] };
}
