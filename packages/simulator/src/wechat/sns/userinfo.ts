import { cancelledPerson } from '@mingpian/facts/avatars';
import type { FieldCondition } from '@mingpian/facts/fields';
import { languageName } from '@mingpian/facts/languages';
import { scopeFact } from '@mingpian/facts/scopes';
import type { Account, Person, VirtualUser } from '../../world/state.ts';
import type { World } from '../../world/world.ts';
import { avatarUrl, avatarUrlOf } from '../avatar.ts';
import { data, parameter, Refusal } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import { replyAt } from '../fields.ts';
import { countCall } from '../quota.ts';
import { regionIn } from '../region.ts';
import { grantOfUserToken } from './user-token.ts';

/** The profile that a person allowed to show. */
export const snsUserInfo = endpoint('snsUserInfo', (call) => {
  const { world } = call;
  const grant = grantOfUserToken(call);
  const account = world.accountNamed(grant.account);
  if (!scopeFact(grant.scope)?.profile) throw new Refusal(48001, 'S-24');
  const capability = account.kind === 'website' ? 'websiteLogin' : 'webAuthorisation';
  if (!world.permits(capability, account)) throw new Refusal(48001, 'K-13');
  countCall(call, account);
  const virtual = grant.virtual === null ? undefined : world.state.virtualUsers[grant.virtual];
  if (virtual === undefined) {
    const person = world.personNamed(grant.person);
    const values = personValues(world, account, person, parameter(call, 'lang'));
    return data(reply(world, values), person.cancelledAt === null ? 'S-23' : 'S-44');
  }
  if (world.hasQuirk(account, 'snapshotUserinfo48001')) throw new Refusal(48001, 'S-28');
  return data(reply(world, virtualValues(world, virtual)), 'S-28');
});

interface Profile {
  openid: string;
  unionid: string | null;
  [field: string]: unknown;
}

function reply(world: World, profile: Profile): Record<string, unknown> {
  const holds = new Set<FieldCondition>(profile.unionid === null ? [] : ['bound']);
  return replyAt('snsUserInfo', world.now(), profile, holds);
}

function personValues(world: World, account: Account, person: Person, lang: string | undefined): Profile {
  const named = world.hasQuirk(account, 'languageName') && person.language === 'zh_CN';
  return {
    openid: world.openidOf(person, account),
    nickname: person.cancelledAt === null ? person.nickname : cancelledPerson.value.nickname,
    sex: person.sex,
    language: named ? languageName.value : person.language,
    ...regionIn(person, lang),
    headimgurl: avatarUrl(world, person, 'snsUserInfo'),
    privilege: [],
    unionid: world.unionidOf(person, account),
  };
}

function virtualValues(world: World, user: VirtualUser): Profile {
  return {
    openid: user.openid,
    nickname: user.nickname,
    sex: 0,
    language: '',
    city: '',
    province: '',
    country: '',
    headimgurl: avatarUrlOf(world, user.avatarToken, 'snsUserInfo'),
    privilege: [],
    unionid: user.unionid,
  };
}
