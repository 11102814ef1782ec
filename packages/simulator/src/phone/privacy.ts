/**
 * 授权用户信息变更: what a person or the platform does with an authorisation behind the account's back. The account hears of
 * it since the privacy events exist; the authorisation itself ends in every era.
 */
import { placeholderNickname } from '@mingpian/facts/avatars';
import { valueAt } from '@mingpian/facts/fact';
import { lifetimes } from '@mingpian/facts/lifetimes';
import type { revokeInfos } from '@mingpian/facts/pushes';
import { rules } from '@mingpian/facts/rules';
import type { PushEvent } from '../push/events.ts';
import { type PushReport, pushPlatformEvent } from '../push/push.ts';
import type { Grant } from '../world/authorisations.ts';
import type { Account, Person } from '../world/state.ts';
import type { World } from '../world/world.ts';
import { noteAct } from './act.ts';
import { Impossible } from './impossible.ts';

type RevokeCode = (typeof revokeInfos)[number]['code'];
type PrivacyEvent = Extract<PushEvent, { appId: string }>['event'];

/** RevokeInfo: the only authorisation that a web page can have here. */
const nicknameAndAvatar: RevokeCode = 205;

function liveGrants(world: World, person: Person, account: Account): Grant[] {
  return Object.values(world.state.grants).filter(
    (grant) =>
      grant.account === account.name &&
      grant.person === person.name &&
      grant.virtual === null &&
      grant.scope !== 'snsapi_base' &&
      grant.withdrawnAt === null,
  );
}

/** When the person last authorised the account to know nickname and avatar; null never, or withdrawn. */
function authorisedAt(world: World, person: Person, account: Account): number | null {
  const consent = world.state.consents[account.name]?.[person.name];
  const times = liveGrants(world, person, account).map((grant) => grant.grantedAt);
  if (consent && consent.withdrawnAt === null) times.push(consent.grantedAt);
  return times.length > 0 ? Math.max(...times) : null;
}

async function tell(world: World, account: Account, person: Person, event: PrivacyEvent): Promise<PushReport[]> {
  if (valueAt(rules.privacyEvents, world.now()) !== true) return [];
  const nameless = event === 'user_info_modified' && world.hasQuirk(account, 'modifiedWithoutOpenId');
  return pushPlatformEvent(world, account, {
    event,
    openid: nameless ? null : world.openidOf(person, account),
    unionid: world.unionidOf(person, account),
    appId: account.appId,
    ...(event === 'user_authorization_revoke' && {
      revokeInfo: world.hasQuirk(account, 'revokeSampleValue') ? '1' : String(nicknameAndAvatar),
    }),
  });
}

function endAuthorisation(world: World, person: Person, account: Account): void {
  const consent = world.state.consents[account.name]?.[person.name];
  if (consent) consent.withdrawnAt = world.now();
  for (const grant of liveGrants(world, person, account)) grant.withdrawnAt = world.now();
  world.emit({ type: 'state', what: 'consents' });
}

/** The person takes back the authorisation of nickname and avatar. */
export async function withdraw(world: World, person: Person, account: Account): Promise<PushReport[]> {
  if (authorisedAt(world, person, account) === null) {
    throw new Impossible(
      'not_possible',
      `${person.name} has not authorised ${account.name}, so there is nothing to withdraw`,
    );
  }
  noteAct(world, 'withdraw', person, account);
  endAuthorisation(world, person, account);
  return tell(world, account, person, 'user_authorization_revoke');
}

/** Does the account know this person at all? */
function knows(world: World, account: Account, person: Person): boolean {
  if (world.followOf(person.name, account.name)) return true;
  if (world.state.consents[account.name]?.[person.name]) return true;
  return Object.values(world.state.grants).some(
    (grant) => grant.account === account.name && grant.person === person.name,
  );
}

/** The person gives up the WeChat account: every account that knows it is told. */
export async function cancel(world: World, person: Person): Promise<PushReport[]> {
  if (person.cancelledAt !== null)
    throw new Impossible('not_possible', `${person.name} has cancelled the account already`);
  noteAct(world, 'cancel', person);
  person.cancelledAt = world.now();
  const accounts = world.state.accounts.filter((account) => knows(world, account, person));
  for (const account of accounts) {
    endAuthorisation(world, person, account);
    const follow = world.ownFollowOf(person.name, account.name);
    if (follow) follow.subscribed = false;
  }
  world.emit({ type: 'state', what: 'people' });
  const pushes = await Promise.all(
    accounts.map((account) => tell(world, account, person, 'user_authorization_cancellation')),
  );
  return pushes.flat();
}

/** WeChat removes a risky nickname and avatar; accounts that were authorised of late are told. */
export async function cleanProfile(world: World, person: Person): Promise<PushReport[]> {
  noteAct(world, 'clean-profile', person);
  person.nickname = placeholderNickname.value;
  person.avatar = '';
  world.emit({ type: 'state', what: 'people' });
  const since = world.now() - lifetimes.profileCleanedNotice.value * 1000;
  const accounts = world.state.accounts.filter((account) => (authorisedAt(world, person, account) ?? -1) >= since);
  const pushes = await Promise.all(accounts.map((account) => tell(world, account, person, 'user_info_modified')));
  return pushes.flat();
}
