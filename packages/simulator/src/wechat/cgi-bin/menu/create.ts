import { limits } from '@mingpian/facts/limits';
import type { Menu, MenuButton } from '../../../world/state.ts';
import type { World } from '../../../world/world.ts';
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
/** Types of another kind, and the fields they need. Whether there is such a material or mini program is not known here. */
const needs: Readonly<Record<string, readonly string[]>> = {
  media_id: ['media_id'],
  view_limited: ['media_id'],
  article_id: ['article_id'],
  article_view_limited: ['article_id'],
  miniprogram: ['appid', 'pagepath'],
};

/** Replaces the whole menu at once. */
export const menuCreate = appEndpoint('menuCreate', (call) => {
  // Row C-16: the text of the request is looked at before its meaning.
  if (!call.utf8 || /\\u[0-9a-fA-F]{4}/.test(call.body)) throw new Refusal(40033, 'C-16');
  call.world.state.menus[call.account.name] = checkedMenu(call.world, jsonBody(call).button);
  call.world.emit({ type: 'state', what: 'menus' });
  return done('C-08');
});

/** The buttons as a menu; throws what menu/create answers. The console of an account publishes by the same rules. */
export function checkedMenu(world: World, buttons: unknown): Menu {
  if (!Array.isArray(buttons) || buttons.length === 0 || buttons.length > limits.menuTopButtons.value) {
    throw new Refusal(40016, 'C-09');
  }
  for (const button of buttons as MenuButton[]) checkTopButton(world, button);
  return { button: buttons };
}

const [topNameBytes, subNameBytes] = [limits.menuTopNameBytes.value, limits.menuSubNameBytes.value];
const top = { name: 40018, type: 40017, key: 40019, url: 40020, domain: 40054, nameBytes: topNameBytes } as const;
const sub = { name: 40025, type: 40024, key: 40026, url: 40027, domain: 40055, nameBytes: subNameBytes } as const;

function checkTopButton(world: World, button: MenuButton): void {
  const children = button?.sub_button ?? [];
  if (!Array.isArray(children) || children.length > limits.menuSubButtons.value) throw new Refusal(40023, 'C-09');
  if (children.length === 0) checkButton(world, button, top);
  else checkName(button, top);
  for (const child of children) checkButton(world, child, sub);
}

function checkButton(world: World, button: MenuButton, level: typeof top | typeof sub): void {
  checkName(button, level);
  if (button.type === 'view' || button.type === 'miniprogram') checkUrl(button.url, level);
  if (button.type === 'view') return;
  const needed = typeof button.type === 'string' ? needs[button.type] : undefined;
  if (needed !== undefined) {
    for (const field of needed) {
      if (typeof button[field] === 'string' && button[field] !== '') continue;
      world.finding('would-fail', 'C-15', `a menu button of type ${button.type} has no ${field}`);
    }
    return;
  }
  if (typeof button.type !== 'string' || !keyTypes.has(button.type)) throw new Refusal(level.type, 'C-15');
  const keyBytes = typeof button.key === 'string' ? Buffer.byteLength(button.key) : 0;
  if (keyBytes === 0 || keyBytes > limits.menuKeyBytes.value) throw new Refusal(level.key, 'C-15');
}

function checkUrl(url: unknown, level: typeof top | typeof sub): void {
  // Row C-15: a missing url answers 40027 on both levels.
  if (typeof url !== 'string' || url === '') throw new Refusal(40027, 'C-15');
  if (Buffer.byteLength(url) > limits.menuUrlBytes.value) throw new Refusal(level.url, 'C-15');
  if (!/^https?:\/\/[^/?#]/i.test(url)) throw new Refusal(level.domain, 'C-15');
}

function checkName(button: MenuButton, level: typeof top | typeof sub): void {
  const bytes = typeof button?.name === 'string' ? Buffer.byteLength(button.name) : 0;
  if (bytes === 0 || bytes > level.nameBytes) throw new Refusal(level.name, 'C-15');
}
