/** Named as the methods are: a phone opens an address, a phone scans a code of the account, somebody sends digits to it. */
export type HandoffKind = 'link_qr' | 'scene_qr' | 'message_code';
/**
 * `new` → `scanned` → `confirmed` → `consumed`; `matched` before `confirmed` while the phone is asked for a name; or `refused`,
 * or `wrong` after a wrong number.
 */
export type HandoffStatus = 'new' | 'scanned' | 'matched' | 'confirmed' | 'consumed' | 'refused' | 'wrong';

/** A sign-in that one browser waits for and another device confirms. The waiting browser proves itself by its cookie. */
export interface Handoff {
  id: string;
  kind: HandoffKind;
  cookieId: string;
  bindingDigest: string;
  /** Of what the other device brings: the address, the scene, or the digits for this account. */
  handleDigest: string;
  account: string;
  /** Whose openid the person has here. */
  appId: string;
  /** What the person is told about the waiting side. */
  site: string;
  siteHost: string | null;
  /** The client that it is for, whose look the pages have. */
  clientId: string | null;
  /** The phone is asked for a name where none is known. */
  wantsName: 0 | 1;
  browser: string;
  network: string;
  /** The methods that this browser is offered, this one among them, comma separated. */
  methods: string;
  /** What WeChat's code for the scene says. Whoever sees the screen knows it. */
  qrUrl: string | null;
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
  /** Forgets the oldest that nobody has scanned, so that at most `keep` of them stay. */
  dropOldest(keep: number): Promise<void>;
  find(id: string): Promise<Handoff | undefined>;
  byHandle(handleDigest: string): Promise<Handoff | undefined>;
  /** The newest of a kind that this chat has begun and not confirmed. */
  scannedInChat(kind: HandoffKind, chat: { appId: string; openid: string }, now: number): Promise<Handoff | undefined>;
  /** Moves it on, for one caller, while it lives. */
  move(
    id: string,
    from: HandoffStatus,
    to: HandoffStatus,
    now: number,
    change?: HandoffChange,
  ): Promise<Handoff | undefined>;
}
