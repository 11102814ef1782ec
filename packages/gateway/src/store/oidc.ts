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
  /** True for exactly one caller. With `until` the row stays no longer than that. */
  consume(model: string, idDigest: string, now: number, until?: number): Promise<boolean>;
  remove(model: string, idDigest: string): Promise<void>;
  /** Removes what belongs to a grant: of one kind, or all of it. */
  removeOfGrant(grantDigest: string, model?: string): Promise<void>;
  removeOfPerson(personId: string): Promise<void>;
  /** Removes every code, token and grant of a client. */
  removeOfClient(clientId: string): Promise<void>;
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
  /** In the place of the id stands the subject by which the client knows them, marked (`oidc/ending.ts`); a former version wrote ids. */
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
