import { valueAt } from '@mingpian/facts/fact';
import { rules } from '@mingpian/facts/rules';
import type { SubscribeScene } from '@mingpian/facts/scenes';
import { crowdIndex, crowdName } from './crowd.ts';
import type { Account, Follow, FollowVia, Person, QrCode } from './state.ts';
import type { World } from './world.ts';

const scenes: Record<Exclude<FollowVia, 'advertisement'>, SubscribeScene> = {
  search: 'ADD_SCENE_SEARCH',
  card: 'ADD_SCENE_PROFILE_CARD',
  qr: 'ADD_SCENE_QR_CODE',
  articleName: 'ADD_SCENE_PROFILE_LINK',
  articleMenu: 'ADD_SCENE_PROFILE_ITEM',
  payment: 'ADD_SCENE_PAID',
  other: 'ADD_SCENE_OTHERS',
};

/** What `subscribe_scene` said at that date. */
function sceneOf(via: FollowVia, at: number): SubscribeScene {
  if (via !== 'advertisement') return scenes[via];
  return valueAt(rules.advertisementScene, at) ? 'ADD_SCENE_WECHAT_ADVERTISEMENT' : 'ADD_SCENE_OTHERS';
}

/** Makes the person a follower. False when there was nothing to change: following again pushes nothing. */
export function follow(world: World, person: Person, account: Account, via: FollowVia, qrcode?: QrCode): boolean {
  const followers = world.state.follows[account.name] ?? {};
  world.state.follows[account.name] = followers;
  const before = world.followOf(person.name, account.name);
  if (before?.subscribed) return false;
  // Following again moves to the end: user/get lists in the order of the last follow.
  delete followers[person.name];
  followers[person.name] = {
    subscribed: true,
    subscribedAt: world.now(),
    via,
    scene: sceneOf(via, world.now()),
    qrScene: qrcode?.sceneId ?? 0,
    qrSceneStr: qrcode?.sceneStr ?? '',
    remark: before?.remark ?? '',
    groupId: 0,
    tagIds: [],
  } satisfies Follow;
  world.emit({ type: 'state', what: 'follows' });
  return true;
}

/** False when the person did not follow. */
export function unfollow(world: World, person: Person, account: Account): boolean {
  const known = world.ownFollowOf(person.name, account.name);
  if (!known?.subscribed) return false;
  known.subscribed = false;
  delete world.state.messageWindows[`${person.name}/${account.name}`];
  world.emit({ type: 'state', what: 'follows' });
  return true;
}

/** A page of an account's followers. */
export interface FollowerPage {
  readonly total: number;
  readonly openids: readonly string[];
}

/**
 * The openids of those who follow, in the order in which they began, from the one behind `after` on. Undefined when
 * `after` is no follower's.
 */
export function followersAfter(
  world: World,
  account: Account,
  after: string | undefined,
  limit: number,
): FollowerPage | undefined {
  const rows = world.state.follows[account.name] ?? {};
  const { count = 0, since = 0 } = world.state.crowd.follows[account.name] ?? {};
  // Members of the crowd keep their place unless they left: whoever came back since stands behind the crowd.
  const keepsPlace = (name: string) => {
    const row = rows[name];
    return row === undefined || (row.subscribed && row.subscribedAt === since);
  };
  const people: string[] = [];
  let gone = 0;
  for (const [name, row] of Object.entries(rows)) {
    const index = crowdIndex(name);
    const ofCrowd = index !== undefined && index < count;
    if (ofCrowd && keepsPlace(name)) continue;
    if (ofCrowd) gone += 1;
    if (row.subscribed) people.push(world.openidOf(name, account));
  }
  const total = count - gone + people.length;
  const start = after === undefined ? 0 : placeBehind(world, account, after, people, count);
  if (start === undefined) return undefined;
  const members: number[] = [];
  let index = start;
  for (; index < count && members.length < limit; index += 1) {
    if (gone === 0 || keepsPlace(crowdName(index))) members.push(index);
  }
  const rest = Math.max(0, start - count);
  const openids = members
    .map((member) => world.openidOf(crowdName(member), account))
    .concat(people.slice(rest, rest + limit - members.length));
  return { total, openids };
}

/** Where the list goes on: a member's number, or `count` and more for those behind the crowd. */
function placeBehind(
  world: World,
  account: Account,
  after: string,
  people: readonly string[],
  count: number,
): number | undefined {
  const place = people.indexOf(after);
  if (place >= 0) return count + place + 1;
  const name = world.personOfOpenid(account, after)?.name;
  const index = name === undefined ? undefined : crowdIndex(name);
  return index !== undefined && index < count ? index + 1 : undefined;
}
