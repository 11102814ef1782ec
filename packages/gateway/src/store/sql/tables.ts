import type { Kysely } from 'kysely';
import type { AppTokenRow } from '../app-tokens.ts';
import type { AuditRow } from '../audit.ts';
import type { AvatarCopy } from '../avatars.ts';
import type { SealedCopy } from '../copies.ts';
import type { Delivery } from '../deliveries.ts';
import type { ErasureRow } from '../erasures.ts';
import type { Follower } from '../followers.ts';
import type { GrantRow } from '../grants.ts';
import type { Handoff } from '../handoffs.ts';
import type { InboxRow } from '../inbox.ts';
import type { KeptKey } from '../kept-keys.ts';
import type { LinkCode, LinkTicket } from '../links.ts';
import type { MergeRow } from '../merges.ts';
import type { ClientRow, LogoutNotice, OidcArtifact, SigningKeyRow } from '../oidc.ts';
import type { Identity, Person, Union } from '../people.ts';
import type { ProfileField } from '../profiles.ts';
import type { ReviewRow } from '../reviews.ts';
import type { RevokedKey } from '../revoked-keys.ts';
import type { CodeRow, Login, Session } from '../sign-in.ts';
import type { SubjectRow } from '../subjects.ts';
import type { Tries } from '../tries.ts';

/** The tables as the queries see them; in the database the names are in snake_case. */
export interface Tables {
  inbox: InboxRow;
  pushSignatures: { appId: string; signature: string; documentDigest: string; seenAt: number };
  persons: Person;
  identities: Identity;
  unions: Union;
  /** `copyAt` is when the picture is to be copied; null where there is nothing to copy. */
  profileFields: ProfileField & { copyAt: number | null };
  avatars: AvatarCopy;
  followers: Follower;
  grants: GrantRow;
  appTokens: AppTokenRow;
  logins: Login;
  codes: CodeRow;
  sessions: Session;
  linkTickets: LinkTicket;
  linkCodes: LinkCode;
  handoffs: Handoff;
  tries: Tries;
  subjects: SubjectRow;
  oidcArtifacts: OidcArtifact;
  signingKeys: SigningKeyRow;
  keptKeys: KeptKey & { generation: number };
  clients: ClientRow;
  logoutNotices: LogoutNotice;
  audit: AuditRow & { position: number | null; hash: string | null };
  auditHead: { id: string; position: number; hash: string };
  merges: Omit<MergeRow, 'moved'> & { moved: string };
  sealedCopies: SealedCopy;
  reviews: ReviewRow;
  erasures: ErasureRow;
  deliveries: Delivery;
  revokedKeys: RevokedKey;
  restores: { id: string; at: number; settledAt: number | null };
  migrations: { name: string; appliedAt: number };
}

export type Db = Kysely<Tables>;

/** What one database can do and the other cannot; everything else is the same query. */
export interface Capabilities {
  /** Rows can be locked against other writers (`FOR UPDATE`); without it there is one writer anyway. */
  readonly rowLocks: boolean;
}
