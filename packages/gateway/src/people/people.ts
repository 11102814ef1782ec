/**
 * Who the gateway knows. A person has a random id; openids and unionids are facts about a person (identities). This
 * folder decides who is whom; `store/` only keeps it.
 */
import type { Random } from '@mingpian/wechat/ports';
import type { Account } from '../accounts.ts';
import { sha256 } from '../digest.ts';
import { newId } from '../ids.ts';
import type { Identity, IdentityOrigin, Person } from '../store/people.ts';
import type { ProfileField, ProfileSource } from '../store/profiles.ts';
import type { Store } from '../store/store.ts';
import { type KnownProfile, newest, type ProfileView, profileFields } from './profile.ts';

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

export interface PersonView {
  readonly person: Person;
  readonly identities: readonly Identity[];
  /** The newest value of each field over all identities. */
  readonly profile: ProfileView;
}

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

export interface People {
  /**
   * Finds or creates the person behind an openid and attaches a unionid that was not known. Two persons who turn out to be
   * one are merged, with an audit row. Concurrent sightings of one openid end in one person.
   */
  see(sighting: Sighting): Promise<Person>;
  find(appId: string, openid: string): Promise<Person | undefined>;
  /** Keeps what is known: an absent or empty value changes nothing, an older one never replaces a newer. */
  learn(
    appId: string,
    openid: string,
    profile: KnownProfile,
    from: { source: ProfileSource; at: number },
  ): Promise<void>;
  /** Follows merges: an id that was merged away leads to the person who stayed. */
  view(personId: string): Promise<PersonView | undefined>;
  /** The nickname that is known for this openid or another identity of its person. */
  nickname(appId: string, openid: string): Promise<string | undefined>;
  /** Makes two proven identities one person. `to` is the side that authorised, seen through `from`'s account where borrowed. */
  link(from: LinkSide, to: LinkSide & { borrowed: boolean }, at: number): Promise<LinkOutcome>;
}

export function createPeople(
  store: Store,
  deps: {
    random: Random;
    simulator?: string | undefined;
    /** Hears that something was learnt of an identity. */
    onLearnt?: (appId: string, openid: string) => void;
  },
): People {
  const { random } = deps;
  const find = async (appId: string, openid: string) => {
    const identity = await store.people.identity(appId, openid);
    return identity === undefined ? undefined : store.people.current(identity.personId);
  };
  const view = async (personId: string): Promise<PersonView | undefined> => {
    const person = await store.people.current(personId);
    if (person === undefined) return undefined;
    const identities = await store.people.identities(person.id);
    return { person, identities, profile: newest(await store.profiles.ofPerson(person.id)) };
  };
  return {
    find,
    view,

    async see(sighting) {
      const known = await store.people.identity(sighting.account.appId, sighting.openid);
      if (known !== undefined && !changes(known, sighting)) {
        const person = await store.people.current(known.personId);
        if (person !== undefined) return person;
      }
      return store.transaction(async (inside) => {
        const identity = await findOrCreate(inside, sighting, random);
        if (identity.foreign === 1 && sighting.borrowed !== true) {
          await inside.people.ownIdentity(identity.appId, identity.openid);
        }
        await attachUnionid(inside, identity, sighting, random);
        const { personId } = (await inside.people.identity(identity.appId, identity.openid)) as Identity;
        return (await inside.people.current(personId)) as Person;
      });
    },

    async learn(appId, openid, profile, { source, at }) {
      const rows = profileFields(profile, deps.simulator).map(
        ([field, value]): ProfileField => ({ appId, openid, field, value, source, learntAt: at }),
      );
      if (rows.length === 0) return;
      await store.profiles.learn(rows);
      deps.onLearnt?.(appId, openid);
    },

    async nickname(appId, openid) {
      const person = await find(appId, openid);
      return person === undefined ? undefined : (await view(person.id))?.profile.nickname?.value;
    },

    link: (from, to, at) => store.transaction((inside) => link(inside, from, to, at, random)),
  };
}

/** Does the sighting say anything that is not known? */
function changes(known: Identity, { account, unionid, borrowed }: Sighting): boolean {
  if (borrowed === true) return false;
  if (known.foreign === 1) return true;
  return (
    unionid !== undefined && (known.unionid !== unionid || (known.openPlatform ?? undefined) !== account.openPlatform)
  );
}

async function findOrCreate(inside: Store, sighting: Sighting, random: Random): Promise<Identity> {
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

async function attachUnionid(inside: Store, identity: Identity, sighting: Sighting, random: Random): Promise<void> {
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

/**
 * Who the two ids are now, held against other transactions. Before the rows were ours somebody may have merged them, so they
 * are looked up again until nothing has changed.
 */
async function held(inside: Store, a: string, b: string): Promise<[string, string]> {
  const look = async (id: string) => (await inside.people.current(id))?.id ?? id;
  for (;;) {
    const before: [string, string] = [await look(a), await look(b)];
    await inside.people.lock(before);
    if ((await look(a)) === before[0] && (await look(b)) === before[1]) return before;
  }
}

/**
 * The older person stays. Refuses where both have an openid of one account: inside an account two openids are two people,
 * whatever a unionid or a link says, and only a human can tell which of the facts is wrong.
 */
async function merge(
  inside: Store,
  a: string,
  b: string,
  why: { reason: 'unionid' | 'link'; account: string; at: number },
  random: Random,
): Promise<boolean> {
  const sides = await Promise.all([a, b].map((id) => inside.people.identities(id)));
  const accounts = sides.map((identities) => new Set(identities.map(({ appId }) => appId)));
  if ([...(accounts[0] ?? [])].some((appId) => accounts[1]?.has(appId))) return false;
  const [first, second] = await Promise.all([a, b].map((id) => inside.people.find(id)));
  if (first === undefined || second === undefined) return false;
  const order = first.createdAt - second.createdAt || (first.id < second.id ? -1 : 1);
  const [into, from] = order < 0 ? [first, second] : [second, first];
  const identities = (from.id === a ? sides[0] : sides[1]) ?? [];
  const unions = await inside.people.unions(from.id);
  await inside.people.merge(from.id, into.id);
  await inside.merges.append({
    ...why,
    id: newId(why.at, random),
    personId: into.id,
    formerId: from.id,
    moved: {
      identities: identities.map(({ appId, openid }) => ({ appId, openid })),
      unions: unions.map(({ openPlatform, unionid }) => ({ openPlatform, unionid })),
    },
  });
  await audit(
    inside,
    'merged',
    { personId: into.id, account: why.account, at: why.at },
    {
      from: from.id,
      reason: why.reason,
      accounts: identities.map(({ account }) => account),
    },
    random,
  );
  return true;
}

async function link(
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

function audit(
  inside: Store,
  kind: string,
  about: { personId: string; account: string; at: number },
  detail: Record<string, unknown>,
  random: Random,
): Promise<void> {
  return inside.audit.append({ id: newId(about.at, random), kind, ...about, detail: JSON.stringify(detail) });
}

/** One open question for each identity and kind, however often it is asked. */
function review(inside: Store, kind: string, identity: Identity, at: number): Promise<void> {
  const { appId, openid, account, personId } = identity;
  const id = sha256(JSON.stringify([kind, appId, openid]));
  return inside.reviews.append({ id, at, kind, account, detail: JSON.stringify({ personId }) });
}
