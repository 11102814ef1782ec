import { authoriseFragment } from '@mingpian/facts/consent';
import { valueAt } from '@mingpian/facts/fact';
import { rules } from '@mingpian/facts/rules';
import type { World } from '../../../world/world.ts';

/** `#wechat_redirect` must be there, and what stands behind it never reaches WeChat. Neither stops a visit; both are reported. */
export function checkFragment(world: World, url: URL): void {
  if (!url.hash.startsWith(authoriseFragment.value)) {
    if (valueAt(rules.fragmentOptional, world.now())) return;
    world.finding('would-fail', 'A-33', `the link does not end in ${authoriseFragment.value}`);
    return;
  }
  for (const name of ['forcePopup', 'forceSnapShot']) {
    if (url.hash.includes(name)) world.finding('would-fail', 'A-19', `${name} stands after # and never reaches WeChat`);
  }
}
