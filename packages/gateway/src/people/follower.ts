/** What WeChat says about somebody in a chat, by the app token: follow state, unionid, and the profile of earlier years. */
import type { Account } from '../accounts.ts';
import type { Parts } from '../parts.ts';
import { answered } from './follow-state.ts';

/** How long a reply waits for WeChat's answer about the person, in milliseconds. What comes later is kept all the same. */
export const infoPatience = 800;

type Needed = Pick<Parts, 'log' | 'people' | 'store' | 'timer' | 'wechatClock'>;

/** Asks and keeps the answer; resolves when that is done, or after `infoPatience`. Where WeChat does not answer, less is known. */
export function learnFollower(
  { account, openid, at }: { account: Account; openid: string; at: number },
  { log, people, store, timer, wechatClock }: Needed,
): Promise<void> {
  async function learn(): Promise<void> {
    try {
      const before = await store.people.identity(account.appId, openid);
      const info = await account.wechat.user.info(openid);
      if (!info.subscribed) return;
      // Whoever was erased since is not brought back.
      if (before !== undefined && (await store.people.identity(account.appId, openid)) === undefined) return;
      const now = wechatClock.now();
      if (info.unionid !== undefined) {
        await people.see({ account, openid, unionid: info.unionid, origin: 'push', at: now });
      }
      // Whoever has unfollowed since is not written back.
      if (!(await store.followers.set(answered(account.appId, info, at)))) return;
      await people.learn(account.appId, openid, info, { source: 'follower', at: now });
    } catch (error) {
      log.warn({ account: account.name, error }, 'user/info failed; the person is known by openid only');
    }
  }
  return new Promise((resolve, reject) => {
    const cancel = timer.after(infoPatience, resolve);
    learn().then(resolve, reject).finally(cancel);
  });
}
