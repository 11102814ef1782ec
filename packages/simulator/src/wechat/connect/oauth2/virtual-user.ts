import { placeholderNickname } from '@mingpian/facts/avatars';
import { base64urlText } from '../../../world/identifiers.ts';
import type { Account, VirtualUser } from '../../../world/state.ts';
import type { World } from '../../../world/world.ts';

/** The user of one visit to a snapshot page: a name, a picture and ids of nobody, never those of a real person. */
export function createVirtualUser(world: World, account: Account, person: string): VirtualUser {
  const shared = world.hasQuirk(account, 'sharedSnapshotUnionid');
  const unionid = () =>
    shared
      ? `o${base64urlText(world.derive(['virtual unionid', account.openPlatform ?? ''], 21)).slice(0, 27)}`
      : `o${base64urlText(world.draw('virtual unionid', 21)).slice(0, 27)}`;
  const user: VirtualUser = {
    openid: `o${base64urlText(world.draw('virtual openid', 21)).slice(0, 27)}`,
    unionid: world.unionidOf(person, account) === null ? null : unionid(),
    nickname: `${placeholderNickname.value}${world.draw('virtual nickname', 2).readUInt16BE(0)}`,
    avatarToken: base64urlText(world.draw('virtual avatar', 60)),
    account: account.name,
    person,
  };
  world.state.virtualUsers[user.openid] = user;
  return user;
}
