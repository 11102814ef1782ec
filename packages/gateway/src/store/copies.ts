import type { ErasureRow } from './erasures.ts';
import type { Follower } from './followers.ts';
import type { GrantRow } from './grants.ts';
import type { Identity, Person, Union } from './people.ts';
import type { ProfileField } from './profiles.ts';
import type { SubjectRow } from './subjects.ts';

/** Everything that makes a person, as rows; an id that leads to another one stands behind it. */
export interface PersonRows {
  readonly persons: readonly Person[];
  readonly identities: readonly Identity[];
  readonly unions: readonly Union[];
  readonly subjects: readonly SubjectRow[];
  readonly profileFields: readonly ProfileField[];
  readonly followers: readonly Follower[];
  readonly grants: readonly GrantRow[];
}

/** What an erasure removed, encrypted, for the hours in which it can be undone. */
export interface SealedCopy {
  erasureId: string;
  at: number;
  expiresAt: number;
  sealed: string;
}

export interface CopyStore {
  rowsOf(personId: string): Promise<PersonRows>;
  /** Inserts what is not there; never overwrites what came since. */
  putBack(rows: Partial<PersonRows & { readonly erasures: readonly ErasureRow[] }>): Promise<void>;
  keep(copy: SealedCopy): Promise<void>;
  /** Takes the copy away: for one caller, once, while it lives. */
  take(erasureId: string, now: number): Promise<SealedCopy | undefined>;
}
