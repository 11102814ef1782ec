import type { PrivacyEvent } from '@mingpian/wechat/push';
import type { People } from '../people/people.ts';
import type { Privacy } from '../people/privacy.ts';
import type { UserTokens } from '../people/user-tokens.ts';
import type { Occasion, Reaction, WholePush } from './reaction.ts';

/**
 * 授权用户信息变更: the user changed what the account may know. The user is in `OpenID`; the sender is a platform account.
 * A forged event would destroy data, so an untrusted one does nothing, and one that is out of time waits for the operator.
 */
export function privacyEvents(privacy: Privacy, people: Pick<People, 'learn'>, userTokens: UserTokens): Reaction {
  return {
    wants: (push) => isPrivacyEvent(push),
    async react(push, { account, openid, at, trusted, late, rowId }: Occasion) {
      if (!isPrivacyEvent(push) || !trusted) return undefined;
      const about = { account, openid, at, rowId };
      if (openid === '') await privacy.ask('privacy_without_openid', about, { event: push.event });
      else if (push.appId !== account.appId) await privacy.ask('privacy_other_appid', about, { event: push.event });
      else if (late) await privacy.ask('privacy_out_of_time', about, { event: push.event });
      else if (push.event === 'user_info_modified') {
        await privacy.modified(about);
        // What we kept is gone; what WeChat has now may be asked for where consent lives.
        const profile = await userTokens.profile(account, openid);
        if (profile !== undefined) await people.learn(account.appId, openid, profile, { source: 'consent', at });
      } else if (push.event === 'user_authorization_revoke') await privacy.revoked(about, push.revokeInfo);
      else await privacy.cancelled(about);
      return undefined;
    },
  };
}

function isPrivacyEvent(push: WholePush): push is PrivacyEvent {
  return push.type === 'event' && push.event.startsWith('user_');
}
