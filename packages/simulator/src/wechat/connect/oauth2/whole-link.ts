import { authoriseFragment } from '@mingpian/facts/consent';
import { valueAt } from '@mingpian/facts/fact';
import { rules } from '@mingpian/facts/rules';
import type { World } from '../../../world/world.ts';
import { wechatHostOf } from '../../hosts.ts';

/**
 * What only a phone sees of a link: `#wechat_redirect` must be there, what stands behind it never reaches WeChat, and the
 * link begins with https. None of it stops a visit; all of it is reported.
 */
export function checkWholeLink(world: World, url: URL): void {
  if (url.protocol === 'http:' && wechatHostOf(url.host) !== undefined) {
    world.finding('would-fail', 'A-13', 'the link begins with http, not with https');
  }
  if (!url.hash.startsWith(authoriseFragment.value)) {
    if (valueAt(rules.fragmentOptional, world.now())) return;
    world.finding('would-fail', 'A-33', `the link does not end in ${authoriseFragment.value}`);
    return;
  }
  for (const name of ['forcePopup', 'forceSnapShot']) {
    if (url.hash.includes(name)) world.finding('would-fail', 'A-19', `${name} stands after # and never reaches WeChat`);
  }
}
