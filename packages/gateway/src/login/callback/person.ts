import type { PersonGrant } from '@mingpian/wechat/oauth';
import type { Account } from '../../accounts.ts';
import type { Parts } from '../../parts.ts';
import { forgetErased } from '../../people/erased-meanwhile.ts';
import { answered } from '../../people/follow-state.ts';
import type { Person } from '../../store/people.ts';
import type { Knowledge } from './knowledge.ts';

/** 10. The person behind (AppID, openid), with what WeChat told. */
export async function recognise(
  authoriser: Account,
  grant: PersonGrant,
  known: Knowledge,
  borrowed: boolean,
  { people, wechatClock }: Pick<Parts, 'people' | 'wechatClock'>,
): Promise<Person> {
  return people.see({
    account: authoriser,
    openid: grant.openid,
    ...(known.unionid === undefined ? {} : { unionid: known.unionid }),
    origin: 'login',
    borrowed,
    at: wechatClock.now(),
  });
}

/** Keeps profile, follow state and grant with the openid through which they were learnt. */
export async function remember(
  grant: PersonGrant,
  known: Knowledge,
  parts: Pick<Parts, 'people' | 'sealer' | 'store' | 'wechatClock'>,
): Promise<void> {
  await keep(grant, known, parts);
  await forgetErased(grant, parts.store);
}

async function keep(
  grant: PersonGrant,
  known: Knowledge,
  { people, sealer, store, wechatClock }: Pick<Parts, 'people' | 'sealer' | 'store' | 'wechatClock'>,
): Promise<void> {
  const { appId, openid } = grant;
  const at = wechatClock.now();
  if (known.info !== undefined) await store.followers.set(answered(appId, known.info, at));
  if (known.info?.subscribed) await people.learn(appId, openid, known.info, { source: 'follower', at });
  if (known.profile === undefined) return;
  await people.learn(appId, openid, known.profile, { source: 'consent', at });
  await store.grants.put({
    appId,
    openid,
    scopes: grant.scopes.join(','),
    userTokenSealed: sealer.seal(grant.userToken, ['grants', 'user_token_sealed', appId, openid]),
    refreshTokenSealed: sealer.seal(grant.refreshToken, ['grants', 'refresh_token_sealed', appId, openid]),
    grantedAt: at,
    expiresAt: grant.expiresAt,
    refreshExpiresAt: grant.refreshExpiresAt,
  });
}
