import { limits } from '@mingpian/facts/limits';
import type { Menu, MenuButton } from '../../../world/state.ts';
import { done, jsonBody, Refusal } from '../../call.ts';
import { appEndpoint } from '../../endpoint.ts';

/** The types that carry a key; a view carries a url instead. */
const keyTypes = new Set([
  'click',
  'scancode_push',
  'scancode_waitmsg',
  'pic_sysphoto',
  'pic_photo_or_album',
  'pic_weixin',
  'location_select',
]);
/** Types whose further fields (media_id, article_id, appid and pagepath) are kept as they come. */
const otherTypes = new Set(['media_id', 'view_limited', 'article_id', 'article_view_limited', 'miniprogram']);

/** Replaces the whole menu at once. */
export const menuCreate = appEndpoint('menuCreate', (call) => {
  const body = jsonBody(call);
  // Row C-16: the text of the request is looked at before its meaning.
  if (/\\u[0-9a-fA-F]{4}/.test(call.body)) throw new Refusal(40033, 'C-16');
  call.world.state.menus[call.account.name] = checkedMenu(body.button);
  call.world.emit({ type: 'state', what: 'menus' });
  return done('C-08');
});

/** The buttons as a menu; throws what menu/create answers. The console of an account publishes by the same rules. */
export function checkedMenu(buttons: unknown): Menu {
  if (!Array.isArray(buttons) || buttons.length === 0 || buttons.length > limits.menuTopButtons.value) {
    throw new Refusal(40016, 'C-09');
  }
  for (const button of buttons as MenuButton[]) checkTopButton(button);
  return { button: buttons };
}

const top = { name: 40018, type: 40017, key: 40019, url: 40020, nameBytes: limits.menuTopNameBytes.value } as const;
const sub = { name: 40025, type: 40024, key: 40026, url: 40027, nameBytes: limits.menuSubNameBytes.value } as const;

function checkTopButton(button: MenuButton): void {
  const children = button?.sub_button ?? [];
  if (!Array.isArray(children) || children.length > limits.menuSubButtons.value) throw new Refusal(40023, 'C-09');
  if (children.length === 0) checkButton(button, top);
  else checkName(button, top);
  for (const child of children) checkButton(child, sub);
}

function checkButton(button: MenuButton, level: typeof top | typeof sub): void {
  checkName(button, level);
  if (button.type === 'view') {
    // Row C-15: a missing url answers 40027 on both levels.
    if (typeof button.url !== 'string' || button.url === '') throw new Refusal(40027, 'C-15');
    if (Buffer.byteLength(button.url) > limits.menuUrlBytes.value) throw new Refusal(level.url, 'C-15');
    return;
  }
  if (typeof button.type === 'string' && otherTypes.has(button.type)) return;
  if (typeof button.type !== 'string' || !keyTypes.has(button.type)) throw new Refusal(level.type, 'C-15');
  const keyBytes = typeof button.key === 'string' ? Buffer.byteLength(button.key) : 0;
  if (keyBytes === 0 || keyBytes > limits.menuKeyBytes.value) throw new Refusal(level.key, 'C-15');
}

function checkName(button: MenuButton, level: typeof top | typeof sub): void {
  const bytes = typeof button?.name === 'string' ? Buffer.byteLength(button.name) : 0;
  if (bytes === 0 || bytes > level.nameBytes) throw new Refusal(level.name, 'C-15');
}
