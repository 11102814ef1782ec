import type { AppTokenTable } from './app-tokens.ts';
import type { AuditStore } from './audit.ts';
import type { AvatarStore } from './avatars.ts';
import type { CopyStore } from './copies.ts';
import type { DeliveryStore } from './deliveries.ts';
import type { ErasureStore } from './erasures.ts';
import type { FollowerStore } from './followers.ts';
import type { GrantStore } from './grants.ts';
import type { HandoffStore } from './handoffs.ts';
import type { InboxStore } from './inbox.ts';
import type { KeptKeyStore } from './kept-keys.ts';
import type { LinkCodeStore, LinkTicketStore } from './links.ts';
import type { MergeStore } from './merges.ts';
import type { ClientStore, LogoutNoticeStore, OidcArtifactStore, SigningKeyStore } from './oidc.ts';
import type { PeopleStore } from './people.ts';
import type { PortableStore } from './portable.ts';
import type { ProfileStore } from './profiles.ts';
import type { ReviewStore } from './reviews.ts';
import type { RevokedKeyStore } from './revoked-keys.ts';
import type { SealedValueStore } from './sealed-values.ts';
import type { CodeStore, LoginStore, SessionStore } from './sign-in.ts';
import type { SubjectStore } from './subjects.ts';
import type { TryStore } from './tries.ts';

/**
 * What the gateway remembers. Each subject has its rows and its interface in a file of its own beside this one; `sql/` implements
 * them for two databases with one set of queries, and `test/store/contract.ts` holds what both must do.
 *
 * Conventions. Times are integer milliseconds since the epoch. Flags are 0 or 1. A field that may be unknown is `null`.
 * A field named `…Digest` holds a SHA-256 of a secret in hex, never the secret (`../digest.ts`); one named `…Sealed` holds
 * ciphertext (`../sealer.ts`). Whatever may happen once only is taken by one statement that both tests and marks.
 */
export interface Store {
  readonly inbox: InboxStore;
  readonly people: PeopleStore;
  readonly profiles: ProfileStore;
  readonly avatars: AvatarStore;
  readonly followers: FollowerStore;
  readonly grants: GrantStore;
  readonly appTokens: AppTokenTable;
  readonly logins: LoginStore;
  readonly codes: CodeStore;
  readonly sessions: SessionStore;
  readonly linkTickets: LinkTicketStore;
  readonly linkCodes: LinkCodeStore;
  readonly handoffs: HandoffStore;
  readonly tries: TryStore;
  readonly subjects: SubjectStore;
  readonly oidcArtifacts: OidcArtifactStore;
  readonly signingKeys: SigningKeyStore;
  readonly keptKeys: KeptKeyStore;
  readonly clients: ClientStore;
  readonly logoutNotices: LogoutNoticeStore;
  readonly audit: AuditStore;
  readonly reviews: ReviewStore;
  readonly erasures: ErasureStore;
  readonly merges: MergeStore;
  readonly copies: CopyStore;
  readonly sealedValues: SealedValueStore;
  readonly deliveries: DeliveryStore;
  readonly revokedKeys: RevokedKeyStore;
  readonly portable: PortableStore;
  /** Runs the work in one transaction; inside it only the handed store may be used, and it has no transaction of its own. */
  transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** Applies what is missing from the one history of migrations; answers the names applied. */
  migrate(): Promise<readonly string[]>;
  /** Throws `StoreError` unless the database answers, takes a write and has every migration. */
  check(): Promise<void>;
  /** Removes what has expired at `now`; safe at any moment. */
  sweep(now: number): Promise<void>;
  close(): Promise<void>;
}
