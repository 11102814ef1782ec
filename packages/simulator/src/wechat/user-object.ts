/** Users as user/info and batchget show them. */
import type { FieldCondition } from '@mingpian/facts/fields';
import { crowdPerson } from '../world/crowd.ts';
import { plainFollowers } from '../world/followers.ts';
import type { Account, Person } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { avatarUrl } from './avatar.ts';
import { fieldsThatHold, filled } from './fields.ts';
import { regionIn } from './region.ts';
import { json } from './reply.ts';

export interface UserObject {
  readonly value: Record<string, unknown>;
  readonly follower: boolean;
}

/** Works out what is the same for all users of one call, and gives what shows one of them. */
export function userObjects(
  world: World,
  account: Account,
): (person: Person, openid: string, lang: string | undefined) => UserObject {
  const at = world.now();
  const bound = world.seesUnionids(account);
  const holds = new Set<FieldCondition>(bound ? ['bound'] : []);
  const omitBlank = world.hasQuirk(account, 'omitLegacyEmptyFields');
  const followerFields = fieldsThatHold('userInfo.follower', at, holds).filter(
    (field) => field.form !== 'blank' || !omitBlank,
  );
  const nonFollowerFields = fieldsThatHold('userInfo.nonFollower', at, holds);
  const legacyLanguage = world.hasQuirk(account, 'legacyLanguage');
  // Pictures are worked out only where they are shown.
  const picture = followerFields.some(({ name, form }) => name === 'headimgurl' && form !== 'blank');

  return (person, openid, lang) => {
    const unionid = bound ? world.unionidOf(person, account) : null;
    const follow = world.followOf(person.name, account.name);
    if (!follow?.subscribed) {
      const values = { subscribe: 0, openid, unionid, tagid_list: [] };
      return { value: filled('userInfo.nonFollower', nonFollowerFields, values), follower: false };
    }
    const values = {
      subscribe: 1,
      openid,
      nickname: person.nickname,
      sex: person.sex,
      language: person.language,
      ...regionIn(person, lang),
      headimgurl: picture ? avatarUrl(world, person, 'userInfo') : '',
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
    const value = filled('userInfo.follower', followerFields, values);
    if (legacyLanguage && value.language === '') value.language = 'zh_CN';
    return { value, follower: true };
  };
}

/**
 * As `userObjects`, but the JSON text of each. Members of a crowd differ in their identifiers alone, so theirs are put into
 * a text that is written once a call.
 */
export function userTexts(
  world: World,
  account: Account,
): (openid: string, lang: string | undefined) => string | undefined {
  const userObject = userObjects(world, account);
  const bound = world.seesUnionids(account);
  const plainFollower = plainFollowers(world, account);
  const group = account.openPlatform ?? '';
  const templates = new Map<string | undefined, readonly string[]>();
  const template = (lang: string | undefined): readonly string[] => {
    const known = templates.get(lang);
    if (known !== undefined) return known;
    const { value } = userObject({ ...crowdPerson(0) }, hole, lang);
    const parts = json(bound ? { ...value, unionid: hole } : value).split(hole);
    templates.set(lang, parts);
    return parts;
  };
  return (openid, lang) => {
    const member = plainFollower(openid);
    if (member !== undefined) {
      const [start = '', between = '', end = ''] = template(lang);
      return bound ? start + openid + between + world.unionidOfMember(group, member) + end : start + openid + between;
    }
    const person = world.personOfOpenid(account, openid);
    return person && json(userObject(person, openid, lang).value);
  };
}

/** Stands for an identifier in the text that is written once; no field of a crowd's member contains it. */
const hole = '{identifier}';
