/** Somebody the gateway knows. The id is random and never changes; a merged person points at the one that stays. */
export interface Person {
  id: string;
  createdAt: number;
  mergedInto: string | null;
}

/** How the gateway came to believe that an openid is a person. */
export type IdentityOrigin = 'push' | 'login' | 'linked';

/** (appId, openid) is this person. The key is never the unionid, which is a fact that may come later. */
export interface Identity {
  appId: string;
  openid: string;
  account: string;
  personId: string;
  /** The declared group in which the unionid was learnt; null for a unionid learnt outside any, which says nothing. */
  openPlatform: string | null;
  unionid: string | null;
  /** 1: learnt through a borrowed account, a foreign identity domain without unionid logic. */
  foreign: 0 | 1;
  origin: IdentityOrigin;
  createdAt: number;
}

export interface Union {
  openPlatform: string;
  unionid: string;
  personId: string;
  createdAt: number;
}

export interface PeopleStore {
  create(person: Pick<Person, 'id' | 'createdAt'>): Promise<void>;
  /** The row itself, merged or not. */
  find(id: string): Promise<Person | undefined>;
  /** The person an id leads to, merges followed. */
  current(id: string): Promise<Person | undefined>;
  /** Every id that leads to the same person as this one, the person's own first. */
  family(id: string): Promise<readonly string[]>;
  /** Removes a person that has no identity; for the loser of a race. */
  discard(id: string): Promise<void>;
  identity(appId: string, openid: string): Promise<Identity | undefined>;
  identities(personId: string): Promise<readonly Identity[]>;
  /** False if (appId, openid) is somebody already. */
  addIdentity(identity: Identity): Promise<boolean>;
  /** Notes the unionid of an identity that has none of a group; false if it has one. */
  attachUnionid(appId: string, openid: string, openPlatform: string, unionid: string): Promise<boolean>;
  /** Keeps a unionid that was learnt outside any group: it is there, and nothing follows from it. */
  noteUnionid(appId: string, openid: string, unionid: string): Promise<void>;
  /** Notes that the account itself has seen an identity that was known through a borrowed account only. */
  ownIdentity(appId: string, openid: string): Promise<void>;
  removeIdentity(appId: string, openid: string): Promise<void>;
  /** The identities of one AppID, page by page, by openid. */
  identitiesOf(appId: string, options: { limit: number; after?: string }): Promise<readonly Identity[]>;
  /**
   * Gives an identity another name, with its profile, picture, follow state and sessions. What is bound to the old name (grants,
   * tickets) is gone. The new name must be nobody's.
   */
  moveIdentity(
    from: Pick<Identity, 'appId' | 'openid'>,
    to: Pick<Identity, 'appId' | 'openid' | 'account' | 'openPlatform' | 'unionid'>,
  ): Promise<void>;
  union(openPlatform: string, unionid: string): Promise<Union | undefined>;
  unions(personId: string): Promise<readonly Union[]>;
  /** Makes the person the owner of a unionid nobody owns; answers who owns it. */
  claimUnion(union: Union): Promise<string>;
  /** Moves identities, unionids, sessions and grants' owner from one person to another and leaves an alias. */
  merge(from: string, into: string): Promise<void>;
  /** Holds the rows of these people against others until the transaction ends. */
  lock(ids: readonly string[]): Promise<void>;
  /** Removes the person with everything that hangs on it, in one transaction of the caller's. */
  erase(id: string): Promise<void>;
  list(options: { limit: number; after?: string }): Promise<readonly Person[]>;
  count(): Promise<number>;
}
