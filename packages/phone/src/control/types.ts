/** What the control API answers, as far as the phone reads it. */

export type AccountKind = 'service' | 'subscription' | 'sandbox' | 'website' | 'miniprogram';
export type PushMode = 'plain' | 'compatible' | 'safe';

export interface Account {
  name: string;
  title: string;
  kind: AccountKind;
  verified: boolean;
  appId: string;
  appSecret: string;
  originalId?: string;
  oauthDomains: string[];
  openPlatform: string | null;
  ipAllowlist: string[];
  push?: { url: string | null; mode: PushMode; token: string; encodingAesKey: string };
  quirks: string[];
}

export interface Person {
  name: string;
  nickname: string;
  avatar: string;
  sex: 0 | 1 | 2;
  consent: 'ask' | 'allow' | 'refuse';
  visitor: boolean;
  cancelled: boolean;
  follows: string[];
  authorises: string[];
}

export interface Message {
  id: string;
  from: 'person' | 'account' | 'system';
  type: string;
  at: string;
  text?: string;
  [field: string]: unknown;
}

export interface LedgerEntry {
  id: string;
  at: string;
  kind: 'call' | 'page' | 'push' | 'control';
  operation: string;
  method?: string;
  account?: string;
  person?: string;
  status: number | null;
  errcode?: number;
  rule?: string;
  ms: number;
  query?: string;
  request?: string;
  reply?: string;
  outcome?: string;
  location?: string;
  event?: string;
  attempt?: number;
  result?: string;
  url?: string;
  via?: string;
  type?: string;
  path?: string;
  from?: string;
}

export interface ExplanationText {
  meaning: string;
  action: string;
}

export interface Explanation {
  code: number;
  text: string;
  zh: ExplanationText;
  en: ExplanationText;
}

export interface PageError {
  code: number | null;
  text: string;
  why: string;
}

export interface View {
  url: string;
  status: number | null;
  sheet?: { account: string; scope: string };
  snapshot?: true;
  error?: PageError;
  title: string;
  from: OpenedFrom;
  client: string;
  frame: string | null;
  back: boolean;
  forward: boolean;
  step: number;
  followed: boolean;
  pressed: string | null;
}

export type OpenedFrom = 'chat' | 'menu' | 'moments' | 'external';

export interface MenuButton {
  name: string;
  type?: string;
  url?: string;
  key?: string;
  sub_button?: MenuButton[];
}

export interface Menu {
  button: MenuButton[];
}

export interface QrCode {
  ticket: string;
  url: string;
  account: string;
  scene: string | number;
  expiresAt: string | null;
}

export interface Token {
  kind: 'app' | 'user' | 'refresh';
  account: string;
  person: string | null;
  virtual: boolean;
  issuedAt: string;
  expiresAt: string;
  live: boolean;
}

export interface Fault {
  operation: string;
  fault: string;
  times?: number;
  rate?: number;
}

export interface Finding {
  level: 'would-fail' | 'gap' | 'deprecated';
  rule: string;
  why: string;
  count: number;
}

export interface Push {
  event: string;
  status: number | null;
  ms: number;
  attempts: number;
  reply: Message | null;
}
