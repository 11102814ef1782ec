/**
 * What the gateway remembers, as small interfaces, one per subject. Two databases implement them with one set of
 * queries; `test/store-contract.ts` holds what both must do.
 *
 * Conventions. Times are integer milliseconds since the epoch. Flags are 0 or 1. A field that may be unknown is `null`.
 * A field named `…Digest` holds a SHA-256 of a secret in hex, never the secret (`secret-digest.ts`); one named `…Sealed` holds ciphertext
 * (`../sealer.ts`). Whatever may happen once only is taken by one statement that both tests and marks.
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
  readonly oidcArtifacts: OidcArtifactStore;
  readonly signingKeys: SigningKeyStore;
  readonly clients: ClientStore;
  readonly logoutNotices: LogoutNoticeStore;
  readonly audit: AuditStore;
  readonly reviews: ReviewStore;
  readonly erasures: ErasureStore;
  readonly merges: MergeStore;
  readonly copies: CopyStore;
  readonly sealedValues: SealedValueStore;
  readonly deliveries: DeliveryStore;
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

// ── pushes ──────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `new` waits for its effects, `done` has had them, `held` is kept without effects, `dead` failed too often. */
export type InboxState = 'new' | 'done' | 'held' | 'dead';

/** One authentic push. The key of a push is (appId, dedupeKey); the same key with another body is a row of its own. */
export interface InboxRow {
  id: string;
  account: string;
  appId: string;
  dedupeKey: string;
  /** Whom the push is about; null where the push does not say. */
  openid: string | null;
  /** `text`, `event:subscribe`, … for reading and counting. */
  kind: string;
  /** CreateTime in milliseconds; null if absent or malformed. */
  createdAt: number | null;
  receivedAt: number;
  /** The authentic document as received (decrypted where the mode encrypts). */
  document: string;
  documentDigest: string;
  /** Why effects are limited, comma separated: `malformed`, `late`, `future`, `conflict`, `untrusted`; empty if nothing is odd. */
  flags: string;
  state: InboxState;
  /** The text of the passive reply, empty for a bare `success`; null while not decided. */
  reply: string | null;
  attempts: number;
  /** Until when somebody is at work on the row; afterwards anybody may take it. */
  leasedUntil: number;
  lastError: string | null;
}

export interface NewPush {
  id: string;
  account: string;
  appId: string;
  dedupeKey: string;
  openid: string | null;
  kind: string;
  createdAt: number | null;
  receivedAt: number;
  document: string;
  documentDigest: string;
  flags: string;
  /** `done` for a push that nothing reacts to. */
  state: 'new' | 'held' | 'done';
  leasedUntil: number;
  /** The value of the query's signature: one signature stands for one document. */
  signature: string;
}

/**
 * `fresh` was stored now and is the caller's to process; `duplicate` was stored before; `conflict` was stored now, but another
 * body came first under its key; `replayed` was not stored, since its signature belongs to another document.
 */
export type Accepted =
  | { outcome: 'fresh'; row: InboxRow; replay: false }
  | { outcome: 'duplicate'; row: InboxRow; replay: boolean }
  | { outcome: 'conflict'; row: InboxRow; replay: false }
  | { outcome: 'replayed' };

export interface InboxStore {
  /** Stores a group of pushes in one durable commit; the answers stand in the order of the group. */
  accept(pushes: readonly NewPush[]): Promise<readonly Accepted[]>;
  find(id: string): Promise<InboxRow | undefined>;
  /** Decides the reply if it is not decided; answers the reply that stands, which may be an earlier one. */
  reply(id: string, reply: string): Promise<string>;
  /** As `reply`, and the row has had its effects. */
  finish(id: string, reply: string): Promise<string>;
  /** Counts a failure; the row may be taken again at `retryAt`, or is `dead` when that is null. */
  failed(id: string, error: string, retryAt: number | null): Promise<void>;
  /** Takes up to `limit` rows that wait and are leased to nobody at `now`, oldest first, leased until `until`. */
  take(limit: number, now: number, until: number): Promise<readonly InboxRow[]>;
  ofOpenid(appId: string, openid: string): Promise<readonly InboxRow[]>;
  /** What waits and what failed too often; `oldestAt` is when the oldest waiting push was received. */
  backlog(): Promise<{ waiting: number; dead: number; oldestAt: number | null }>;
  /** Takes one row that waits and is leased to nobody at `now`; undefined if it is not to be had. */
  takeOne(id: string, now: number, until: number): Promise<InboxRow | undefined>;
  /** Ends all leases: for a start after a crash where no other process can hold one. */
  voidLeases(): Promise<void>;
  /**
   * Deletes the stored documents of one openid, and keeps the keys, so that a replay stays a duplicate. Rows that wait
   * are kept, but for the one that is named.
   */
  forget(appId: string, openid: string, also?: string): Promise<void>;
}

// ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────

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

export type ProfileFieldName = 'nickname' | 'avatar' | 'sex' | 'country' | 'province' | 'city' | 'language';
export type ProfileSource = 'consent' | 'follower';

/** One fact of a profile, kept with the identity through which it was learnt. */
export interface ProfileField {
  appId: string;
  openid: string;
  field: ProfileFieldName;
  value: string;
  source: ProfileSource;
  /** When WeChat said so. */
  learntAt: number;
}

export interface ProfileStore {
  /** Writes what is not older than what stands; empty values are not written. */
  learn(fields: readonly ProfileField[]): Promise<void>;
  of(appId: string, openid: string): Promise<readonly ProfileField[]>;
  ofPerson(personId: string): Promise<readonly ProfileField[]>;
  forget(appId: string, openid: string, fields: readonly ProfileFieldName[] | 'all'): Promise<void>;
  /** Removes what came from one source only. */
  forgetSource(appId: string, openid: string, source: ProfileSource): Promise<void>;
}

/** Our copy of the picture of one identity. `id` is its random name in addresses, `bytes` the picture in base64. */
export interface AvatarCopy {
  appId: string;
  openid: string;
  id: string;
  /** The value of the profile's field that it was copied for. */
  source: string;
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  bytes: string;
  copiedAt: number;
}

export interface AvatarStore {
  /** Replaces the copy of the identity, unless the picture was forgotten meanwhile. */
  put(copy: AvatarCopy): Promise<void>;
  of(appId: string, openid: string): Promise<Pick<AvatarCopy, 'id' | 'source'> | undefined>;
  find(id: string): Promise<AvatarCopy | undefined>;
  /** Identities whose picture is not the one that was copied; the newest first. */
  wanting(limit: number): Promise<readonly Pick<AvatarCopy, 'appId' | 'openid'>[]>;
}

/** What an account knows of a follower. `changedAt` is the time of the event or reply that said so. */
export interface Follower {
  appId: string;
  openid: string;
  subscribed: 0 | 1;
  changedAt: number;
  subscribedAt: number | null;
  scene: string | null;
  qrScene: string | null;
  remark: string | null;
  tagIds: string | null;
}

export interface FollowerStore {
  /** Writes the state unless a newer one stands; answers whether it was written. */
  set(follower: Follower): Promise<boolean>;
  find(appId: string, openid: string): Promise<Follower | undefined>;
  forget(appId: string, openid: string): Promise<void>;
  count(appId: string): Promise<number>;
}

/** The user token of one identity, encrypted. */
export interface GrantRow {
  appId: string;
  openid: string;
  scopes: string;
  userTokenSealed: string;
  refreshTokenSealed: string;
  grantedAt: number;
  expiresAt: number;
  refreshExpiresAt: number;
}

export interface GrantStore {
  put(grant: GrantRow): Promise<void>;
  find(appId: string, openid: string): Promise<GrantRow | undefined>;
  remove(appId: string, openid: string): Promise<void>;
}

// ── app tokens ──────────────────────────────────────────────────────────────────────────────────────────────────────

export interface AppTokenRow {
  appId: string;
  valueSealed: string | null;
  issuedAt: number;
  expiresAt: number;
  generation: number;
  leaseHolder: string | null;
  leaseUntil: number;
  /** The last forced refresh, its day in China, and how many that day has had. */
  forcedAt: number | null;
  forcedDay: string | null;
  forcedToday: number | null;
}

export interface AppTokenTable {
  find(appId: string): Promise<AppTokenRow | undefined>;
  /** Takes the lease if it is free, lapsed at `now`, or the holder's own. */
  lease(appId: string, holder: string, until: number, now: number): Promise<boolean>;
  /** Writes and gives the lease back, if the holder has it and the generation is still `after`; undefined otherwise. */
  write(
    appId: string,
    holder: string,
    token: { valueSealed: string; issuedAt: number; expiresAt: number },
    after: number,
  ): Promise<AppTokenRow | undefined>;
  release(appId: string, holder: string): Promise<void>;
  /** Counts a forced refresh if it is allowed: one in `interval` milliseconds and `perDay` on a day, over all nodes. */
  takeForced(appId: string, rule: { now: number; day: string; interval: number; perDay: number }): Promise<boolean>;
}

// ── sign-in ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `started` → `returned` (a callback passed the checks) → `finished`, or `refused` or `failed`. */
export type LoginStatus = 'started' | 'returned' | 'finished' | 'refused' | 'failed';
export type LoginPurpose = 'login' | 'link';

/** One sign-in from start to finish. The browser holds the state and the binding value; here are their digests. */
export interface Login {
  id: string;
  /** The short id in the name of the binding cookie. */
  cookieId: string;
  stateDigest: string;
  bindingDigest: string;
  purpose: LoginPurpose;
  /** The account of the URL. */
  account: string;
  /** Whose OAuth it runs through: the account's own AppID, or that of the account it borrows. */
  appId: string;
  scope: string;
  returnTo: string;
  /** The link ticket it came from; null for an ordinary sign-in. */
  ticketDigest: string | null;
  /** The login that this one automatically replaces; such a login gets no further replacement. */
  restartOf: string | null;
  status: LoginStatus;
  personId: string | null;
  openid: string | null;
  /** Where the browser goes after the callback; null until known. */
  nextHop: string | null;
  /** A stable code of the outcome, for the page and the log. */
  outcome: string | null;
  startedAt: number;
  expiresAt: number;
  finishedAt: number | null;
}

export type NewLogin = Omit<Login, 'status' | 'personId' | 'openid' | 'nextHop' | 'outcome' | 'finishedAt'>;
export type LoginChange = Partial<Pick<Login, 'personId' | 'openid' | 'nextHop' | 'outcome' | 'finishedAt'>>;

export interface LoginStore {
  create(login: NewLogin): Promise<void>;
  find(id: string): Promise<Login | undefined>;
  byState(stateDigest: string): Promise<Login | undefined>;
  /** Moves the login on if it still stands in one of `from`; undefined if somebody else moved it first. */
  move(id: string, from: readonly LoginStatus[], to: LoginStatus, change?: LoginChange): Promise<Login | undefined>;
  /** Logins that are under way at `now`. */
  open(now: number): Promise<number>;
  /** Deletes the oldest unfinished logins so that at most `keep` stay. */
  dropOldest(keep: number): Promise<void>;
}

/** `seen` by a callback, `claimed` for its exchange, then `done` or `failed`. */
export type CodeStatus = 'seen' | 'claimed' | 'done' | 'failed';

/** A WeChat code, known by SHA-256(AppID‖code), tied to the state it was first seen with. */
export interface CodeRow {
  codeDigest: string;
  stateDigest: string;
  loginId: string | null;
  status: CodeStatus;
  result: string | null;
  seenAt: number;
  expiresAt: number;
}

export interface CodeStore {
  /** Notes the first state a code is seen with; answers the row that stands. */
  see(code: Pick<CodeRow, 'codeDigest' | 'stateDigest' | 'seenAt' | 'expiresAt'>): Promise<CodeRow>;
  /** True for exactly one caller, and only with the state the code was first seen with. */
  claim(codeDigest: string, stateDigest: string, loginId: string): Promise<boolean>;
  finish(codeDigest: string, status: 'done' | 'failed', result: string | null): Promise<void>;
  find(codeDigest: string): Promise<CodeRow | undefined>;
}

/** A browser that is signed in. The cookie holds the session id; here is its digest. */
export interface Session {
  idDigest: string;
  personId: string;
  account: string;
  appId: string;
  openid: string;
  /** How the sign-in went: scope and the times of its steps, as JSON (`../login/trace.ts`). */
  trace: string;
  createdAt: number;
  seenAt: number;
  expiresAt: number;
}

export interface SessionStore {
  create(session: Session): Promise<void>;
  /** The live session at `now`; undefined if unknown, ended or expired. */
  find(idDigest: string, now: number): Promise<Session | undefined>;
  touch(idDigest: string, seenAt: number): Promise<void>;
  end(idDigest: string): Promise<void>;
  endOfPerson(personId: string): Promise<void>;
  endOfIdentity(appId: string, openid: string): Promise<void>;
}

// ── linking ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export type TicketPurpose = 'login' | 'link';

/** A one-time link handed to one openid in the chat. The URL holds the ticket; here is its digest. */
export interface LinkTicket {
  ticketDigest: string;
  purpose: TicketPurpose;
  account: string;
  appId: string;
  openid: string;
  /** The account whose OAuth the ticket leads to. */
  targetAccount: string;
  createdAt: number;
  expiresAt: number;
  usedAt: number | null;
}

export interface LinkTicketStore {
  create(ticket: Omit<LinkTicket, 'usedAt'>): Promise<void>;
  /** The ticket as it stands, used or not; takes nothing. */
  find(ticketDigest: string): Promise<LinkTicket | undefined>;
  /** Takes the ticket: for one caller, once, while it lives. */
  take(ticketDigest: string, purpose: TicketPurpose, now: number): Promise<LinkTicket | undefined>;
}

export type LinkCodeStatus = 'open' | 'confirmed' | 'burnt';

/** The second half of a link: the authorised side waits until the chat of (appId, openid) sends the code. */
export interface LinkCode {
  id: string;
  ticketDigest: string;
  loginId: string;
  /** The chat that must send the code. */
  account: string;
  appId: string;
  openid: string;
  /** The side that has authorised. */
  targetAccount: string;
  targetAppId: string;
  targetOpenid: string;
  /** A keyed digest; six digits alone would be guessed from a plain one. */
  codeDigest: string;
  tries: number;
  status: LinkCodeStatus;
  createdAt: number;
  expiresAt: number;
  settledAt: number | null;
}

export interface LinkCodeStore {
  create(code: Omit<LinkCode, 'tries' | 'status' | 'settledAt'>): Promise<void>;
  find(id: string): Promise<LinkCode | undefined>;
  /** The youngest open code of this chat that lives at `now`. */
  openFor(appId: string, openid: string, now: number): Promise<LinkCode | undefined>;
  /** Confirms with the right digest, for one caller, once, while it lives. */
  confirm(id: string, codeDigest: string, now: number): Promise<LinkCode | undefined>;
  /** Counts a wrong try and burns the code at the `limit`-th; answers the row afterwards. */
  miss(id: string, limit: number, now: number): Promise<LinkCode | undefined>;
}

// ── handoffs ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** `link`: a phone opens an address; `code`: somebody sends digits to the account. */
export type HandoffKind = 'link' | 'code';
/** `new` → `scanned` → `confirmed` → `consumed`; or `refused`, or `wrong` after a wrong number. */
export type HandoffStatus = 'new' | 'scanned' | 'confirmed' | 'consumed' | 'refused' | 'wrong';

/** A sign-in that one browser waits for and another device confirms. The waiting browser proves itself by its cookie. */
export interface Handoff {
  id: string;
  kind: HandoffKind;
  cookieId: string;
  bindingDigest: string;
  /** Of what the other device brings: the address, or the digits for this account. */
  handleDigest: string;
  account: string;
  /** Whose openid the person has here. */
  appId: string;
  /** What the person is told about the waiting side. */
  site: string;
  siteHost: string | null;
  browser: string;
  network: string;
  /** The kinds that may be offered instead, comma separated. */
  methods: string;
  returnTo: string;
  matchNumber: number;
  status: HandoffStatus;
  /** The phone that scanned first; no other may go on. */
  phoneCookieId: string | null;
  phoneDigest: string | null;
  personId: string | null;
  openid: string | null;
  /** The session that came of it, so that the phone can end it. */
  sessionDigest: string | null;
  startedAt: number;
  expiresAt: number;
  changedAt: number;
}

export type NewHandoff = Omit<
  Handoff,
  'status' | 'phoneCookieId' | 'phoneDigest' | 'personId' | 'openid' | 'sessionDigest' | 'changedAt'
>;
export type HandoffChange = Partial<
  Pick<Handoff, 'phoneCookieId' | 'phoneDigest' | 'personId' | 'openid' | 'sessionDigest' | 'expiresAt'>
>;

export interface HandoffStore {
  /** False if the handle is taken. */
  create(handoff: NewHandoff): Promise<boolean>;
  find(id: string): Promise<Handoff | undefined>;
  byHandle(handleDigest: string): Promise<Handoff | undefined>;
  /** The newest that this chat has begun and not confirmed. */
  scannedInChat(appId: string, openid: string, now: number): Promise<Handoff | undefined>;
  /** Moves it on, for one caller, while it lives. */
  move(
    id: string,
    from: HandoffStatus,
    to: HandoffStatus,
    now: number,
    change?: HandoffChange,
  ): Promise<Handoff | undefined>;
}

// ── OpenID Connect ──────────────────────────────────────────────────────────────────────────────────────────────────

/** One thing the engine remembers: a code, a token, a browser session, a request under way. */
export interface OidcArtifact {
  /** The engine's name of its kind: `AuthorizationCode`, `RefreshToken`, `Session`, … */
  model: string;
  /** Of the bearer value. */
  idDigest: string;
  payloadSealed: string;
  /** The family that is revoked together. */
  grantDigest: string | null;
  /** The second name of a browser session. */
  uidDigest: string | null;
  personId: string | null;
  clientId: string | null;
  createdAt: number;
  consumedAt: number | null;
  expiresAt: number | null;
}

export interface OidcArtifactStore {
  /** Writes or replaces; when it was made and whether it is consumed stays. */
  put(artifact: Omit<OidcArtifact, 'consumedAt'>): Promise<void>;
  find(model: string, idDigest: string): Promise<OidcArtifact | undefined>;
  findByUid(model: string, uidDigest: string): Promise<OidcArtifact | undefined>;
  ofPerson(model: string, personId: string): Promise<readonly OidcArtifact[]>;
  /** True for exactly one caller. */
  consume(model: string, idDigest: string, now: number): Promise<boolean>;
  remove(model: string, idDigest: string): Promise<void>;
  /** Removes what belongs to a grant: of one kind, or all of it. */
  removeOfGrant(grantDigest: string, model?: string): Promise<void>;
  removeOfPerson(personId: string): Promise<void>;
}

/** A key that signs tokens, sealed. Generations count up; the newest whose time has come signs. */
export interface SigningKeyRow {
  kid: string;
  algorithm: 'ES256' | 'RS256';
  generation: number;
  keySealed: string;
  createdAt: number;
  signsFrom: number;
}

export interface SigningKeyStore {
  /** Nothing happens if the algorithm has a key of this generation. */
  add(key: SigningKeyRow): Promise<void>;
  /** By algorithm, the newest first. */
  list(): Promise<readonly SigningKeyRow[]>;
  remove(kid: string): Promise<void>;
}

/** A client that does not stand in the file: added by an operator, or registered by itself. */
export interface ClientRow {
  clientId: string;
  /** JSON without the secret, in the form of the configuration (`operator`) or of the registration (`registered`). */
  metadata: string;
  secretSealed: string | null;
  origin: 'operator' | 'registered';
  createdAt: number;
  changedAt: number;
}

export interface ClientStore {
  put(client: ClientRow): Promise<void>;
  find(clientId: string): Promise<ClientRow | undefined>;
  list(): Promise<readonly ClientRow[]>;
  remove(clientId: string): Promise<boolean>;
}

/** A client that has to be told that somebody has signed out. */
export interface LogoutNotice {
  id: string;
  clientId: string;
  personId: string;
  sid: string | null;
  attempts: number;
  nextAt: number;
  createdAt: number;
}

export interface LogoutNoticeStore {
  add(notice: Omit<LogoutNotice, 'attempts'>): Promise<void>;
  /** Takes up to `limit` notices that are due at `now`, each for one caller until `until`, and counts the attempt. */
  take(now: number, until: number, limit: number): Promise<readonly LogoutNotice[]>;
  later(id: string, nextAt: number): Promise<void>;
  remove(id: string): Promise<void>;
}

// ── the operator's papers ───────────────────────────────────────────────────────────────────────────────────────────

/** What happened to people and why. `detail` is JSON without secrets. */
export interface AuditRow {
  id: string;
  at: number;
  kind: string;
  personId: string | null;
  account: string | null;
  detail: string;
}

export interface AuditStore {
  /** Appends to the chain, in which every row holds a digest of the one before. */
  append(row: AuditRow): Promise<void>;
  list(options: { limit: number; kind?: string; personId?: string }): Promise<readonly AuditRow[]>;
  /** The newest place and digest of the chain, to be noted outside. */
  head(): Promise<{ position: number; hash: string }>;
  /** Reads the whole chain; `noted` is a digest of before that must be in it. `position` is where it breaks, or its end. */
  verify(noted?: string): Promise<{ intact: boolean; position: number }>;
}

/** Two that became one: two persons, or a person and an openid that was nobody's. Kept as long as it can be undone. */
export interface MergeRow {
  id: string;
  at: number;
  reason: 'unionid' | 'link';
  account: string;
  /** Who stayed. */
  personId: string;
  /** Who was merged away; null where the openid was nobody's. */
  formerId: string | null;
  moved: {
    readonly identities: readonly Pick<Identity, 'appId' | 'openid'>[];
    readonly unions: readonly Pick<Union, 'openPlatform' | 'unionid'>[];
  };
  undoneAt: number | null;
}

export interface MergeStore {
  append(merge: Omit<MergeRow, 'undoneAt'>): Promise<void>;
  /** Takes a merge for its undo: for one caller, once, if it happened at `since` or later. */
  take(id: string, when: { since: number; at: number }): Promise<MergeRow | undefined>;
  list(options: { limit: number; personId?: string }): Promise<readonly MergeRow[]>;
  /** Moves back what still belongs to `from`, and ends the sessions of both. `to` leads nowhere else any more. */
  split(from: string, to: string, moved: MergeRow['moved']): Promise<void>;
}

/** Something only a human can decide. */
export interface ReviewRow {
  id: string;
  at: number;
  kind: string;
  account: string;
  detail: string;
  settledAt: number | null;
}

export interface ReviewStore {
  /** An id that is there already stays as it is. */
  append(row: Omit<ReviewRow, 'settledAt'>): Promise<void>;
  open(limit: number): Promise<readonly ReviewRow[]>;
  settle(id: string, at: number): Promise<boolean>;
}

/** A receipt without personal data: the subject is a keyed digest, so that old events and backups cannot bring anybody back. */
export interface ErasureRow {
  id: string;
  at: number;
  account: string;
  subjectDigest: string;
  reason: string;
  /** `done`, `not_found`, `paused` by the brake, or `undone` by the operator. */
  outcome: 'done' | 'not_found' | 'paused' | 'undone';
  /** What was erased: RevokeInfo codes, comma separated; `person`; `identity` for the other openids of that person. */
  scope: string;
}

export interface ErasureStore {
  append(row: ErasureRow): Promise<void>;
  list(limit: number): Promise<readonly ErasureRow[]>;
  ofSubject(subjectDigest: string): Promise<readonly ErasureRow[]>;
  find(id: string): Promise<ErasureRow | undefined>;
  /** How many subjects were erased since `from`; the brake asks. */
  countSince(from: number): Promise<number>;
}

/** Everything that makes a person, as rows. */
export interface PersonRows {
  readonly persons: readonly Person[];
  readonly identities: readonly Identity[];
  readonly unions: readonly Union[];
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

/** A value that is encrypted, with the place that its seal is bound to. */
export interface SealedValue {
  readonly place: readonly string[];
  readonly sealed: string;
}

export interface SealedValueStore {
  all(): AsyncGenerator<SealedValue>;
  /** False if somebody wrote another value meanwhile. */
  replace(value: SealedValue, sealed: string): Promise<boolean>;
}

/** One row of a backup. */
export interface PortableRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface PortableStore {
  /** Hands out every row that is carried over, from one snapshot. */
  dump(write: (row: PortableRow) => Promise<void>): Promise<void>;
  /** Puts the rows in the place of everything, in one transaction, and notes that a restore is to be settled. */
  replace(rows: AsyncIterable<PortableRow>, at: number): Promise<void>;
  /** Whether a restore waits for the receipts of erasures to be applied. */
  pending(): Promise<boolean>;
  settle(at: number): Promise<void>;
}

/** A push that a listening system is still to hear of. `target` names the rule. */
export interface Delivery {
  pushId: string;
  target: string;
  attempts: number;
  nextAt: number;
}

export interface DeliveryStore {
  /** What is there already stays as it is. */
  put(deliveries: readonly Omit<Delivery, 'attempts'>[]): Promise<void>;
  /** Takes what is due at `now` for this caller until `until`, and counts the attempt. */
  take(limit: number, now: number, until: number): Promise<readonly Delivery[]>;
  later(pushId: string, target: string, nextAt: number): Promise<void>;
  remove(pushId: string, target: string): Promise<void>;
}
