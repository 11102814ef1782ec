/**
 * What somebody's consent still lets us ask: with the user token they granted, refreshed when it must be, deleted when WeChat
 * says that the consent has ended. Never handed to anybody.
 */
import { ApiError, WeChatError } from '@mingpian/wechat/errors';
import type { PersonGrant } from '@mingpian/wechat/oauth';
import type { Clock } from '@mingpian/wechat/ports';
import type { Profile } from '@mingpian/wechat/profile';
import type { Account } from '../accounts.ts';
import type { Log } from '../log.ts';
import { SealError, type Sealer } from '../sealer.ts';
import type { GrantRow } from '../store/grants.ts';
import type { Store } from '../store/store.ts';

export interface UserTokens {
  /** The profile as WeChat has it now; undefined without a consent that lives, or when WeChat cannot be asked. */
  profile(account: Account, openid: string): Promise<Profile | undefined>;
}

/** A token with less left is refreshed first, in milliseconds. */
const safety = 60_000;
const expired: ReadonlySet<number> = new Set([40001, 40014, 42001]);

const place = (column: string, { appId, openid }: Pick<GrantRow, 'appId' | 'openid'>) => [
  'grants',
  column,
  appId,
  openid,
];

export function createUserTokens(
  store: Pick<Store, 'grants'>,
  { sealer, wechatClock, log }: { sealer: Sealer; wechatClock: Clock; log: Log },
): UserTokens {
  function opened(row: GrantRow): PersonGrant {
    const { appId, openid, scopes, expiresAt, refreshExpiresAt } = row;
    return {
      kind: 'person',
      appId,
      openid,
      scopes: scopes.split(','),
      userToken: sealer.open(row.userTokenSealed, place('user_token_sealed', row)),
      refreshToken: sealer.open(row.refreshTokenSealed, place('refresh_token_sealed', row)),
      expiresAt,
      refreshExpiresAt,
    };
  }

  async function refreshed(account: Account, grant: PersonGrant, row: GrantRow): Promise<PersonGrant> {
    const next = await account.wechat.oauth.refresh(grant);
    await store.grants.put({
      ...row,
      userTokenSealed: sealer.seal(next.userToken, place('user_token_sealed', row)),
      refreshTokenSealed: sealer.seal(next.refreshToken, place('refresh_token_sealed', row)),
      expiresAt: next.expiresAt,
      refreshExpiresAt: next.refreshExpiresAt,
    });
    return next;
  }

  async function ask(account: Account, row: GrantRow): Promise<Profile> {
    const grant = opened(row);
    const stale = grant.expiresAt - safety <= wechatClock.now();
    const first = stale ? await refreshed(account, grant, row) : grant;
    try {
      return await account.wechat.oauth.profile(first);
    } catch (error) {
      if (stale || !(error instanceof ApiError) || !expired.has(error.errcode)) throw error;
      return account.wechat.oauth.profile(await refreshed(account, grant, row));
    }
  }

  return {
    async profile(account, openid) {
      const row = await store.grants.find(account.appId, openid);
      if (row === undefined) return undefined;
      try {
        if (row.refreshExpiresAt > wechatClock.now()) return await ask(account, row);
        await store.grants.remove(account.appId, openid);
      } catch (error) {
        // A token that nobody can open, or that WeChat wants granted anew, is of no use to anybody.
        const over = error instanceof SealError || (error instanceof ApiError && error.mover === 'authorise-again');
        if (over) await store.grants.remove(account.appId, openid);
        else if (!(error instanceof WeChatError)) throw error;
        log.info({ account: account.name, over, error }, 'a profile could not be read again');
      }
      return undefined;
    },
  };
}
