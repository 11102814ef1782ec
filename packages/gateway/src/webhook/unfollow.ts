import type { Privacy } from '../people/privacy.ts';
import type { Store } from '../store/store.ts';
import type { Reaction } from './reaction.ts';

/** Somebody no longer follows. WeChat asks to delete what following gave. */
export function unfollow(store: Store, privacy: Privacy): Reaction {
  return {
    wants: (push, { late }) => push.type === 'event' && push.event === 'unsubscribe' && !late,
    async react(_push, { account, openid, at, rowId }) {
      const unfollowed = await store.followers.set({
        appId: account.appId,
        openid,
        subscribed: 0,
        changedAt: at,
        subscribedAt: null,
        scene: null,
        qrScene: null,
        remark: null,
        tagIds: null,
      });
      if (unfollowed) await privacy.unfollowed(account, openid, rowId);
      return undefined;
    },
  };
}
