/** Somebody follows: they become a person with an identity, what WeChat tells is kept, and they are greeted. */
import type { Parts } from '../parts.ts';
import { followed } from '../people/follow-state.ts';
import { learnFollower } from '../people/follower.ts';
import { chatTexts } from './chat-texts.ts';
import type { Reaction } from './reaction.ts';
import type { SignInLink } from './sign-in-link.ts';

export function follow(
  parts: Pick<Parts, 'config' | 'log' | 'people' | 'store' | 'timer' | 'wechatClock'>,
  signInLink: SignInLink,
): Reaction {
  const { config, people, store } = parts;
  const texts = chatTexts[config.language];

  return {
    wants: (push, { late }) => push.type === 'event' && push.event === 'subscribe' && !late,

    async react(_push, occasion) {
      const { account, openid, at, trusted } = occasion;
      await people.see({ account, openid, origin: 'push', at });
      // A follow that is older than what stands was overtaken by an unfollow: no greeting either.
      if (!(await store.followers.set(followed({ appId: account.appId, openid }, at)))) return undefined;
      if (account.may('userInfo')) await learnFollower(occasion, parts);

      const name = await people.nickname(account.appId, openid);
      if (name !== undefined) return texts.welcomeByName(name);
      const link = await signInLink({ account, openid, trusted });
      return link === undefined ? texts.welcome(account.title) : texts.welcomeWithLink(account.title, link.anchor);
    },
  };
}
