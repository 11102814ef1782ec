import { inForce } from '@mingpian/facts/fact';
import { type SubscribeScene, subscribeScenes } from '@mingpian/facts/scenes';
import type { Account, Follow, FollowVia, Person, QrCode } from './state.ts';
import type { World } from './world.ts';

const scenes: Record<FollowVia, SubscribeScene> = {
  search: 'ADD_SCENE_SEARCH',
  card: 'ADD_SCENE_PROFILE_CARD',
  qr: 'ADD_SCENE_QR_CODE',
  articleName: 'ADD_SCENE_PROFILE_LINK',
  articleMenu: 'ADD_SCENE_PROFILE_ITEM',
  payment: 'ADD_SCENE_PAID',
  advertisement: 'ADD_SCENE_WECHAT_ADVERTISEMENT',
  other: 'ADD_SCENE_OTHERS',
};

/** What `subscribe_scene` says of it. A scene that has no name yet is one of the others. */
function sceneOf(via: FollowVia, at: number): SubscribeScene {
  const scene = subscribeScenes.find(({ name }) => name === scenes[via]);
  return scene !== undefined && inForce(scene, at) ? scene.name : 'ADD_SCENE_OTHERS';
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
