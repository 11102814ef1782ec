/** What a client learns about a person. Only what WeChat has said: no address of mail or telephone is ever made up. */
import type { Account as Subject } from 'oidc-provider';
import type { Account } from '../accounts.ts';
import type { Parts } from '../parts.ts';
import type { PersonView } from '../people/people.ts';

const own = (name: string) => `urn:mingpian:claim:${name}`;

/** Claims by the scope that asks for them. */
export const claimsOfScopes = {
  openid: ['sub'],
  profile: ['nickname', 'name', 'picture', 'gender', 'locale', 'updated_at'],
  address: ['address'],
  wechat: [own('openid'), own('unionid'), own('account'), own('subscribed')],
};

const genders: Readonly<Record<string, string>> = { '1': 'male', '2': 'female' };

/** The person behind an account id, or undefined once erased. After a merge the former id still leads to the person. */
export async function findSubject(
  id: string,
  accountOf: () => Promise<Account | undefined>,
  parts: Pick<Parts, 'avatars' | 'config' | 'people' | 'store'>,
): Promise<Subject | undefined> {
  if ((await parts.store.people.current(id)) === undefined) return undefined;
  return {
    accountId: id,
    async claims(_use, scope) {
      const asked = new Set(scope.split(' '));
      const view =
        asked.has('profile') || asked.has('address') || asked.has('wechat') ? await parts.people.view(id) : undefined;
      if (view === undefined) return { sub: id };
      return {
        sub: id,
        ...(await profileClaims(view, parts)),
        ...(asked.has('wechat') ? await wechatClaims(view, await accountOf(), parts) : {}),
      };
    },
  };
}

async function profileClaims({ profile }: PersonView, parts: Pick<Parts, 'avatars' | 'config'>) {
  const { nickname, avatar, sex, language, country, province, city } = profile;
  const picture = await parts.avatars.shown(avatar);
  const region = { country: country?.value, region: province?.value, locality: city?.value };
  const parts_ = Object.values(region).filter((part) => part !== undefined);
  const learnt = Object.values(profile).map(({ learntAt }) => learntAt);
  return defined({
    nickname: nickname?.value,
    name: nickname?.value,
    picture: picture === undefined ? undefined : new URL(picture, parts.config.publicUrl).href,
    gender: sex === undefined ? undefined : genders[sex.value],
    locale: language?.value.replace('_', '-'),
    address: parts_.length === 0 ? undefined : defined({ ...region, formatted: parts_.join(' ') }),
    updated_at: learnt.length === 0 ? undefined : Math.floor(Math.max(...learnt) / 1000),
  });
}

async function wechatClaims(
  { identities }: PersonView,
  account: Account | undefined,
  { store }: Pick<Parts, 'store'>,
): Promise<Record<string, unknown>> {
  const identity = identities.find(({ appId }) => appId === account?.appId) ?? identities[0];
  if (identity === undefined) return {};
  const follower = await store.followers.find(identity.appId, identity.openid);
  return defined({
    [own('openid')]: identity.openid,
    [own('unionid')]: identity.unionid ?? undefined,
    [own('account')]: identity.account,
    [own('subscribed')]: follower === undefined ? undefined : follower.subscribed === 1,
  });
}

function defined(claims: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));
}
