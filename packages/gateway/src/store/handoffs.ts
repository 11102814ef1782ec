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
