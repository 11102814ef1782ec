import { unfollowed } from '../people/follow-state.ts';
import type { Privacy } from '../people/privacy.ts';
import type { Store } from '../store/store.ts';
import type { Reaction } from './reaction.ts';

/** Somebody no longer follows. WeChat asks to delete what following gave. */
export function unfollow(store: Store, privacy: Privacy): Reaction {
  return {
    wants: (push, { late }) => push.type === 'event' && push.event === 'unsubscribe' && !late,
    async react(_push, { account, openid, at, rowId }) {
      const news = await store.followers.set(unfollowed({ appId: account.appId, openid }, at));
      if (news) await privacy.unfollowed(account, openid, rowId);
      return undefined;
    },
  };
}
