/** Two identities that their holders have proven to be one person's. */
import type { Random } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import { newId } from '../ids.ts';
import type { Identity } from '../store/people.ts';
import type { Store } from '../store/store.ts';
import { audit, held, merge, review } from './merging.ts';
import { findOrCreate } from './sighting.ts';

/** One side of a link; the caller has proof that the person holds it. */
export interface LinkSide {
  readonly account: Account;
  readonly openid: string;
}

export type LinkOutcome =
  | 'linked'
  | 'already_linked'
  /** One of the two is linked to another openid of the other's account. */
  | 'linked_elsewhere'
  /** Both accounts are in one group, and their unionids say that these are two people. */
  | 'unionid_mismatch';

export async function link(
  inside: Store,
  from: LinkSide,
  to: LinkSide & { borrowed: boolean },
  at: number,
  random: Random,
): Promise<LinkOutcome> {
  const mine = await findOrCreate(inside, { ...from, origin: 'push', at }, random);
  const theirs = await inside.people.identity(to.account.appId, to.openid);
  if (theirs === undefined) return append(inside, mine, from, to, at, random);
  const [a, b] = await held(inside, mine.personId, theirs.personId);
  if (a === b) return 'already_linked';
  const sameGroup = mine.openPlatform !== null && mine.openPlatform === theirs.openPlatform;
  if (sameGroup && mine.unionid !== theirs.unionid) {
    await review(inside, 'link_unionid_mismatch', mine, at);
    return 'unionid_mismatch';
  }
  const why = { reason: 'link', account: from.account.name, at } as const;
  return (await merge(inside, a, b, why, random)) ? 'linked' : 'linked_elsewhere';
}

/** Links an openid that nobody has seen before: no second person needs to be made for it. */
async function append(
  inside: Store,
  mine: Identity,
  from: LinkSide,
  to: LinkSide & { borrowed: boolean },
  at: number,
  random: Random,
): Promise<LinkOutcome> {
  const known = await inside.people.identities(mine.personId);
  if (known.some(({ appId }) => appId === to.account.appId)) return 'linked_elsewhere';
  const added = await inside.people.addIdentity({
    appId: to.account.appId,
    openid: to.openid,
    account: to.account.name,
    personId: mine.personId,
    openPlatform: null,
    unionid: null,
    foreign: to.borrowed ? 1 : 0,
    origin: 'linked',
    createdAt: at,
  });
  if (!added) return link(inside, from, to, at, random);
  await inside.merges.append({
    id: newId(at, random),
    at,
    reason: 'link',
    account: from.account.name,
    personId: mine.personId,
    formerId: null,
    moved: { identities: [{ appId: to.account.appId, openid: to.openid }], unions: [] },
  });
  await audit(
    inside,
    'linked',
    { personId: mine.personId, account: from.account.name, at },
    {
      to: to.account.name,
      borrowed: to.borrowed,
    },
    random,
  );
  return 'linked';
}
