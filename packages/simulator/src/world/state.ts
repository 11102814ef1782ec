/**
 * A world as one plain JSON value. Everything that can change lives here, so that a world can be saved, forked and
 * compared byte by byte; the classes around it hold nothing but ports and caches. Times are milliseconds since the
 * epoch of the world's clock unless a name says otherwise.
 */
import type { AccountKind } from '@mingpian/facts/accounts';
import type { QuirkName } from '@mingpian/facts/quirks';
import type { AppToken, QuotaClears, QuotaUse, RidRecord, TokenChannels } from './api-use.ts';
import type { Code, Grant, Sheet, UserToken, WebsiteLogin } from './authorisations.ts';

export const stateSchema = 1;

export interface WorldState {
  schema: typeof stateSchema;
  id: string;
  /** Every identifier, secret and token of the world is derived from this text and `serial`. */
  seed: string;
  profile: Profile;
  clock: ClockState;
  /** Counts what was ever drawn from the seed; it only grows, so that nothing is handed out twice. */
  serial: number;
  /** How long WeChat remembers an authorisation ("近期登录过免授权"); the true window is unpublished. */
  consentMemory: number;
  /** Do pushes name one of WeChat's addresses in X-Forwarded-For, as a proxy in front of the webhook would? */
  forwardedFor: boolean;
  accounts: Account[];
  people: Person[];
  /** People who are nobody in particular: see crowd.ts. `follows` says since when the first `count` follow an account. */
  crowd: { size: number; follows: Record<string, { count: number; since: number }> };
  /** By account, then by person; kept with `subscribed: false` after an unfollow. */
  follows: Record<string, Record<string, Follow>>;
  /** By account, then by person: the last time snsapi_userinfo was allowed. */
  consents: Record<string, Record<string, Consent>>;
  /** Users that exist only on a snapshot page, by openid. */
  virtualUsers: Record<string, VirtualUser>;
  /** Consent sheets that wait for an answer, by id. */
  sheets: Record<string, Sheet>;
  /** Open qrconnect pages, by the id in their QR code. */
  websiteLogins: Record<string, WebsiteLogin>;
  codes: Record<string, Code>;
  appTokens: Record<string, AppToken>;
  /** By account. */
  tokenChannels: Record<string, TokenChannels>;
  grants: Record<string, Grant>;
  userTokens: Record<string, UserToken>;
  /** Refresh token → id of its grant. Rotated ones stay, so that they are told apart from made-up ones. */
  refreshTokens: Record<string, string>;
  /** By account; an account without an entry has no menu. */
  menus: Record<string, Menu>;
  /** By ticket. */
  qrcodes: Record<string, QrCode>;
  /** Oldest first; the key is `chatKey(person, account)`. Kept when one unfollows. */
  chats: Record<string, ChatMessage[]>;
  /** The open window for customer messages of one chat, by `chatKey(person, account)`. */
  messageWindows: Record<string, MessageWindow>;
  /** By account, then by operation. */
  quotas: Record<string, Record<string, QuotaUse>>;
  /** By account: what it has cleared this month. */
  quotaClears: Record<string, QuotaClears>;
  /** Errors of calls that can be looked up by their rid, oldest first. */
  rids: RidRecord[];
  faults: Fault[];
  ledger: LedgerEntry[];
  findings: Finding[];
}

/** `local` lets configured loopback hosts carry a port and http, and reports each such allowance. */
export type Profile = 'local' | 'production';

export interface ClockState {
  /** What is added to the host's time while the clock runs. */
  offset: number;
  /** The instant at which the clock stands, or null while it runs. */
  frozenAt: number | null;
}

export interface Account {
  name: string;
  title: string;
  kind: AccountKind;
  verified: boolean;
  /** When the yearly verification lapses; null never. */
  verifiedUntil: number | null;
  appId: string;
  appSecret: string;
  /** 原始ID; null for a website application and a mini program, which have no chat. */
  originalId: string | null;
  push: PushSettings | null;
  oauthDomains: string[];
  /** The open-platform group whose members share unionids. */
  openPlatform: string | null;
  ipAllowlist: string[];
  /** What the administrator was asked about the caller's address, and when the answer was no. */
  ipConfirmation: { pending: boolean; refusedAt: number[] };
  banned: boolean;
  secretFrozen: boolean;
  /** 50007 instead of app tokens. */
  frozen: boolean;
  /** 50004 instead of app tokens. */
  tokenBarred: boolean;
  /** The account whose followers came over by an approved migration, and when it was; null if there was none. */
  migratedFrom: { account: string; at: number } | null;
  quirks: QuirkName[];
}

export type PushMode = 'plain' | 'compatible' | 'safe';

export interface PushSettings {
  url: string | null;
  mode: PushMode;
  token: string;
  encodingAesKey: string;
  /** What held before the last change; WeChat accepts replies sealed with it. */
  previousEncodingAesKey: string | null;
}

export type ConsentPolicy = 'ask' | 'allow' | 'refuse';

export interface Person {
  name: string;
  nickname: string;
  /** Any text; another text is another picture, the empty one is none. */
  avatar: string;
  /** 1 male, 2 female, 0 not told. */
  sex: 0 | 1 | 2;
  province: string;
  city: string;
  country: string;
  language: string;
  consent: ConsentPolicy;
  /** Always lands on a snapshot page when an application asks for the profile. */
  visitor: boolean;
  /** Limited by WeChat: user calls answer 50002. */
  banned: boolean;
  passwordChangedAt: number | null;
  cancelledAt: number | null;
}

export type FollowVia =
  | 'search'
  | 'card'
  | 'qr'
  | 'articleName'
  | 'articleMenu'
  | 'payment'
  | 'advertisement'
  | 'other';

export interface Follow {
  subscribed: boolean;
  subscribedAt: number;
  via: FollowVia;
  /** The value of `subscribe_scene` that WeChat used at that date. */
  scene: string;
  qrScene: number;
  qrSceneStr: string;
  remark: string;
  groupId: number;
  tagIds: number[];
}

export interface Consent {
  grantedAt: number;
  withdrawnAt: number | null;
}

export interface VirtualUser {
  openid: string;
  unionid: string | null;
  nickname: string;
  avatarToken: string;
  account: string;
  /** The person who looks at the snapshot page; never told to the application. */
  person: string;
}

export interface MenuButton {
  name: string;
  type?: string;
  key?: string;
  url?: string;
  sub_button?: MenuButton[];
  [field: string]: unknown;
}

/** Kept in the form of the wire, as menu/create got it. */
export interface Menu {
  button: MenuButton[];
}

export interface QrCode {
  ticket: string;
  account: string;
  /** What the picture encodes. */
  url: string;
  kind: 'scene' | 'qrconnect';
  sceneId: number;
  sceneStr: string;
  createdAt: number;
  /** Null for permanent codes. */
  expiresAt: number | null;
}

export interface ChatMessage {
  id: string;
  from: 'person' | 'account' | 'system';
  type: string;
  at: number;
  text?: string;
  [field: string]: unknown;
}

/** What the person did last that lets the account write: see protocol.md §10. */
export interface MessageWindow {
  trigger: 'message' | 'action';
  openedAt: number;
  sent: number;
}

export interface Fault {
  operation: string;
  fault: string;
  /** How often it still strikes; null without limit. */
  times: number | null;
  /** 0…1, drawn from the world's seed; null always. */
  rate: number | null;
}

/** One exchange as it may be shown: secrets, tokens, codes and keys are masked before it is written down. */
export interface LedgerEntry {
  id: string;
  at: number;
  kind: 'call' | 'page' | 'push' | 'control';
  /** A path, `authorize`, `push` or a verb of the phone. */
  operation: string;
  method?: string;
  account?: string;
  person?: string;
  /** HTTP status; null when nothing answered. */
  status: number | null;
  errcode?: number;
  /** Id of the conformance row that decided the outcome. */
  rule?: string;
  /** Duration on the world's clock. */
  ms: number;
  query?: string;
  request?: string;
  reply?: string;
  [field: string]: unknown;
}

export interface Finding {
  level: 'would-fail' | 'gap' | 'deprecated';
  rule: string;
  why: string;
  count: number;
}

export function chatKey(person: string, account: string): string {
  return `${person}/${account}`;
}
