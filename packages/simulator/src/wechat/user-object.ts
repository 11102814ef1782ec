/** One user as user/info and batchget show it. */
import type { FieldCondition } from '@mingpian/facts/fields';
import type { Account, Person } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { avatarUrl } from './avatar.ts';
import { replyAt } from './fields.ts';
import { regionIn } from './region.ts';

export function userObject(
  world: World,
  account: Account,
  person: Person,
  lang: string | undefined,
): { value: Record<string, unknown>; follower: boolean } {
  const at = world.now();
  const openid = world.openidOf(person, account);
  const unionid = world.unionidOf(person, account);
  const holds = new Set<FieldCondition>(unionid === null ? [] : ['bound']);
  const follow = world.followOf(person.name, account.name);
  if (!follow?.subscribed) {
    return {
      value: replyAt('userInfo.nonFollower', at, { subscribe: 0, openid, unionid, tagid_list: [] }, holds),
      follower: false,
    };
  }
  const values = {
    subscribe: 1,
    openid,
    nickname: person.nickname,
    sex: person.sex,
    language: person.language,
    ...regionIn(person, lang),
    headimgurl: avatarUrl(world, person, 'userInfo'),
    // After a journey into the past nobody followed in the future.
    subscribe_time: Math.floor(Math.min(follow.subscribedAt, at) / 1000),
    unionid,
    remark: follow.remark,
    groupid: follow.groupId,
    tagid_list: follow.tagIds,
    subscribe_scene: follow.scene,
    qr_scene: follow.qrScene,
    qr_scene_str: follow.qrSceneStr,
  };
  const omitBlank = world.hasQuirk(account, 'omitLegacyEmptyFields');
  const value = replyAt('userInfo.follower', at, values, holds, omitBlank);
  if (world.hasQuirk(account, 'legacyLanguage') && value.language === '') value.language = 'zh_CN';
  return { value, follower: true };
}
