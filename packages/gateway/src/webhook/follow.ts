/** Somebody follows: they become a person with an identity, what WeChat tells is kept, and they are greeted. */
import type { Parts } from '../parts.ts';
import { answered, followed } from '../people/follow-state.ts';
import { chatTexts } from './chat-texts.ts';
import type { Occasion, Reaction } from './reaction.ts';
import type { SignInLink } from './sign-in-link.ts';

/** How long the greeting waits for WeChat's answer about the person, in milliseconds. What comes later is kept all the same. */
export const infoPatience = 800;

export function follow(
  parts: Pick<Parts, 'config' | 'log' | 'people' | 'store' | 'timer' | 'wechatClock'>,
  signInLink: SignInLink,
): Reaction {
  const { config, log, people, store, timer, wechatClock } = parts;
  const texts = chatTexts[config.language];

  async function learn(occasion: Occasion): Promise<void> {
    const { account, openid, at } = occasion;
    try {
      const info = await account.wechat.user.info(openid);
      if (!info.subscribed) return;
      const now = wechatClock.now();
      if (info.unionid !== undefined) {
        await people.see({ account, openid, unionid: info.unionid, origin: 'push', at: now });
      }
      await store.followers.set(answered(account.appId, info, at));
      await people.learn(account.appId, openid, info, { source: 'follower', at: now });
    } catch (error) {
      log.warn({ account: account.name, error }, 'user/info failed; the person is known by openid only');
    }
  }

  return {
    wants: (push, { late }) => push.type === 'event' && push.event === 'subscribe' && !late,

    async react(_push, occasion) {
      const { account, openid, at, trusted } = occasion;
      await people.see({ account, openid, origin: 'push', at });
      // A follow that is older than what stands was overtaken by an unfollow: no greeting either.
      if (!(await store.followers.set(followed({ appId: account.appId, openid }, at)))) return undefined;
      if (account.may('userInfo')) await patiently(learn(occasion), infoPatience, timer);

      const name = await people.nickname(account.appId, openid);
      if (name !== undefined) return texts.welcomeByName(name);
      const link = await signInLink({ account, openid, trusted });
      return link === undefined ? texts.welcome(account.title) : texts.welcomeWithLink(account.title, link.anchor);
    },
  };
}

/** Resolves when the work is done, or after `ms`; the work goes on. */
function patiently(work: Promise<void>, ms: number, timer: Parts['timer']): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = timer.after(ms, resolve);
    work.then(resolve, reject).finally(cancel);
  });
}
