/** Whether an openid follows an account, as the row that keeps it: from an event, and from WeChat's answer about a user. */
import type { UserInfo } from '@mingpian/wechat/user';
import type { Follower } from '../store/followers.ts';

type Key = Pick<Follower, 'appId' | 'openid'>;

/** Nothing beside the fact itself; what is null here keeps what is known, when it is stored. */
const nothing = { subscribedAt: null, scene: null, qrScene: null, remark: null, tagIds: null } as const;

/** `at` in milliseconds, by the event. */
export function followed({ appId, openid }: Key, at: number): Follower {
  return { appId, openid, subscribed: 1, changedAt: at, ...nothing, subscribedAt: at };
}

/** `at` in milliseconds, by the event. */
export function unfollowed({ appId, openid }: Key, at: number): Follower {
  return { appId, openid, subscribed: 0, changedAt: at, ...nothing };
}

/** What `user/info` says. `at` in milliseconds: of the event that made us ask, or of the answer. */
export function answered(appId: string, info: UserInfo, at: number): Follower {
  const { openid } = info;
  if (!info.subscribed) return unfollowed({ appId, openid }, at);
  return {
    appId,
    openid,
    subscribed: 1,
    changedAt: at,
    subscribedAt: info.subscribedAt === undefined ? null : info.subscribedAt * 1000,
    scene: info.scene ?? null,
    qrScene: info.qrScene ?? null,
    remark: info.remark ?? null,
    tagIds: JSON.stringify(info.tagIds),
  };
}
