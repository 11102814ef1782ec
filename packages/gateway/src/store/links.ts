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
