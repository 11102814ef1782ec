import { WeChatError } from '@mingpian/wechat/errors';
import type { PersonGrant } from '@mingpian/wechat/oauth';
import type { Profile } from '@mingpian/wechat/profile';
import type { UserInfo } from '@mingpian/wechat/user';
import type { Account } from '../../accounts.ts';
import type { Parts } from '../../parts.ts';
import type { Login } from '../../store/sign-in.ts';
import { upstreamProblem } from './exchange.ts';

/** What WeChat says about the openid beside the grant. */
export interface Knowledge {
  readonly unionid?: string | undefined;
  readonly profile?: Profile;
  readonly profileAt?: number;
  readonly info?: UserInfo;
  readonly followerAt?: number;
}

/**
 * 9. With consent the profile is read with the user token (method 2), otherwise the follow state with the app token (method
 * 3). Neither is needed to sign in: where WeChat does not answer, less is known. Only an answer about somebody else is a
 * failure, since then nothing in it can be trusted.
 */
export async function learnFromWeChat(
  authoriser: Account,
  grant: PersonGrant,
  login: Login,
  { clock, log }: Pick<Parts, 'clock' | 'log'>,
): Promise<Knowledge> {
  const asked = login.scope !== 'snsapi_base' && grant.scopes.includes(login.scope);
  try {
    if (asked) {
      const profile = await authoriser.wechat.oauth.profile(grant);
      return { profile, profileAt: clock.now(), unionid: grant.unionid ?? profile.unionid };
    }
    if (login.scope === 'snsapi_base' && authoriser.may('userInfo')) {
      const info = await authoriser.wechat.user.info(grant.openid);
      if (info.openid !== grant.openid) {
        throw new WeChatError('openid_mismatch', 'user/info answered for another user', {
          operation: '/cgi-bin/user/info',
        });
      }
      return { info, followerAt: clock.now(), unionid: grant.unionid ?? info.unionid };
    }
  } catch (error) {
    if (!(error instanceof WeChatError) || error.code === 'openid_mismatch')
      throw upstreamProblem(error, login, 'openid');
    log.warn({ login: login.id, account: login.account, error }, 'WeChat told nothing beside the openid');
  }
  return { unionid: grant.unionid };
}
