/**
 * Who the gateway knows. A person has a random id; openids and unionids are facts about a person (identities). This
 * folder decides who is whom; `store/` only keeps it.
 */
import type { Random } from '@mingpian/wechat/ports';
import type { Identity, Person } from '../store/people.ts';
import type { ProfileField, ProfileSource } from '../store/profiles.ts';
import type { Store } from '../store/store.ts';
import { type LinkOutcome, type LinkSide, link } from './link.ts';
import { type KnownProfile, newest, type ProfileView, profileFields } from './profile.ts';
import { attachUnionid, findOrCreate, type Sighting } from './sighting.ts';

export interface PersonView {
  readonly person: Person;
  readonly identities: readonly Identity[];
  /** The newest value of each field over all identities. */
  readonly profile: ProfileView;
}

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
