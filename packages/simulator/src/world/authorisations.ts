/** What a web authorisation passes through, from the page that asks to the tokens that it gave: part of a world's state. */

/** Where the link was opened: the chat or menu of the account in the link, Moments, or anywhere else inside WeChat. */
export type OpenedFrom = 'chat' | 'menu' | 'moments' | 'external';

export type Client = 'ios' | 'android' | 'windows' | 'mac' | 'browser';

/** What an authorise link asks for, after all checks. */
export interface AuthoriseRequest {
  account: string;
  person: string;
  scope: string;
  redirectUri: string;
  state: string;
  from: OpenedFrom;
  client: Client;
}

export interface Sheet extends AuthoriseRequest {
  id: string;
  openedAt: number;
  /** Id of the website login that this sheet answers, or null for a page inside WeChat. */
  websiteLogin: string | null;
}

/** One qrconnect page that waits in a browser, from its QR code to its redirect. */
export interface WebsiteLogin {
  id: string;
  account: string;
  redirectUri: string;
  scope: string;
  state: string;
  status: 'waiting' | 'scanned' | 'confirmed' | 'refused';
  /** Where the browser goes on, once there is such a place. */
  location: string | null;
  expiresAt: number;
}

export interface Code {
  value: string;
  account: string;
  person: string;
  /** The openid of the virtual user for whom a snapshot page was opened. */
  virtual: string | null;
  scope: string;
  mintedAt: number;
  expiresAt: number;
  usedAt: number | null;
}

/** What one OAuth authorisation gave. */
export interface Grant {
  id: string;
  account: string;
  person: string;
  virtual: string | null;
  scope: string;
  grantedAt: number;
  token: string;
  refreshToken: string;
  refreshExpiresAt: number;
  /** The person withdrew the authorisation: 50001. */
  withdrawnAt: number | null;
  /** A later authorisation killed it (quirk baseAuthKillsRefresh). */
  deadAt: number | null;
}

export interface UserToken {
  value: string;
  grant: string;
  issuedAt: number;
  expiresAt: number;
}
