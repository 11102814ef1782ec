/**
 * Who the gateway knows. A person has a random id; openids and unionids are facts about a person (identities). This
 * folder decides who is whom; `store/` only keeps it.
 */
import type { Account } from '../accounts.ts';
import type {
  Identity,
  IdentityOrigin,
  Person,
  ProfileField,
  ProfileFieldName,
  ProfileSource,
} from '../store/store.ts';

/** What WeChat said about one openid of an account. Snapshot users have no such thing. */
export interface Sighting {
  readonly account: Account;
  readonly openid: string;
  readonly unionid?: string;
  readonly origin: IdentityOrigin;
  /** WeChat's time in milliseconds. */
  readonly at: number;
}

/** The known part of a profile; a field that is absent is not known and changes nothing. */
export type KnownProfile = { readonly [Name in ProfileFieldName]?: string | number };

/** One value of a person's profile with where and when it was learnt. */
export type ProfileValue = Pick<ProfileField, 'value' | 'source' | 'learntAt'> & { readonly account: string };

export interface PersonView {
  readonly person: Person;
  readonly identities: readonly Identity[];
  /** The newest value of each field over all identities. */
  readonly profile: { readonly [Name in ProfileFieldName]?: ProfileValue };
}

export type LinkOutcome = 'linked' | 'already_linked' | 'linked_elsewhere' | 'unionid_mismatch';

export interface People {
  /**
   * Finds or creates the person behind an openid and attaches a unionid that was not known. Two persons who turn out to be
   * one are merged, with an audit row. Concurrent sightings of one openid end in one person.
   */
  see(sighting: Sighting): Promise<Person>;
  /** The person of an openid, if known. */
  find(appId: string, openid: string): Promise<Person | undefined>;
  learn(
    appId: string,
    openid: string,
    profile: KnownProfile,
    from: { source: ProfileSource; at: number },
  ): Promise<void>;
  view(personId: string): Promise<PersonView | undefined>;
  /** The nickname that is known for this openid or another identity of its person. */
  nickname(appId: string, openid: string): Promise<string | undefined>;
  /**
   * Makes two proven identities one person. The caller has proof from both sides. Refuses where the target is somebody else already.
   */
  link(
    from: { account: Account; openid: string },
    to: { account: Account; openid: string },
    at: number,
  ): Promise<LinkOutcome>;
}
