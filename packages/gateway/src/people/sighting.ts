/** Somebody was seen: the identity that is found or made, and a unionid that was not known. */
import type { Random } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import { newId } from '../ids.ts';
import type { Identity, IdentityOrigin } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { audit, held, merge, review } from './merging.ts';

/** What WeChat said about one openid of an account. A snapshot user is never a sighting. */
export interface Sighting {
  readonly account: Account;
  readonly openid: string;
  /** Only from a reply fetched with this account's own secret, or from its authentic push. */
  readonly unionid?: string;
  readonly origin: IdentityOrigin;
  /** Seen while another account borrowed this one: a foreign identity domain, in which unionids say nothing. */
  readonly borrowed?: boolean;
  /** WeChat's time in milliseconds. */
  readonly at: number;
}

export async function findOrCreate(inside: Store, sighting: Sighting, random: Random): Promise<Identity> {
  const { account, openid, origin, at, borrowed } = sighting;
  const known = await inside.people.identity(account.appId, openid);
  if (known !== undefined) return known;
  const personId = newId(at, random);
  await inside.people.create({ id: personId, createdAt: at });
  const identity: Identity = {
    appId: account.appId,
    openid,
    account: account.name,
    personId,
    openPlatform: null,
    unionid: null,
    foreign: borrowed === true ? 1 : 0,
    origin,
    createdAt: at,
  };
  if (await inside.people.addIdentity(identity)) return identity;
  // Somebody saw the same openid at the same moment and was first.
  await inside.people.discard(personId);
  return (await inside.people.identity(account.appId, openid)) as Identity;
}

export async function attachUnionid(
  inside: Store,
  identity: Identity,
  sighting: Sighting,
  random: Random,
): Promise<void> {
  const { account, unionid, borrowed, at } = sighting;
  const { openPlatform } = account;
  if (unionid === undefined || borrowed === true) return;
  if (openPlatform === undefined) return inside.people.noteUnionid(identity.appId, identity.openid, unionid);
  if (identity.openPlatform !== null) {
    if (identity.unionid === unionid && identity.openPlatform === openPlatform) return;
    await review(inside, 'unionid_changed', identity, at);
    return;
  }
  const claimed = await inside.people.claimUnion({ openPlatform, unionid, personId: identity.personId, createdAt: at });
  const [owner, self] = await held(inside, claimed, identity.personId);
  if (owner !== self && !(await merge(inside, self, owner, { reason: 'unionid', account: account.name, at }, random))) {
    await review(inside, 'merge_conflict', identity, at);
    return;
  }
  if (await inside.people.attachUnionid(identity.appId, identity.openid, openPlatform, unionid)) {
    await audit(inside, 'unionid_attached', { personId: owner, account: account.name, at }, { openPlatform }, random);
  }
}
