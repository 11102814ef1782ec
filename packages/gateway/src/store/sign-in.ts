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
  /** When somebody pressed the button that began it; null where nothing was shown. */
  actedAt: number | null;
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
  /** When somebody last did something visible for it; null as long as WeChat has only let them through in silence. */
  actedAt: number | null;
  seenAt: number;
  expiresAt: number;
}

export interface SessionStore {
  create(session: Session): Promise<void>;
  /** The live session at `now`; undefined if unknown, ended or expired. */
  find(idDigest: string, now: number): Promise<Session | undefined>;
  touch(idDigest: string, seenAt: number): Promise<void>;
  /** Notes a visible act; an earlier one than is known changes nothing. */
  act(idDigest: string, actedAt: number): Promise<void>;
  end(idDigest: string): Promise<void>;
  endOfPerson(personId: string): Promise<void>;
  endOfIdentity(appId: string, openid: string): Promise<void>;
}
