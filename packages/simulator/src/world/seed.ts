/** The seeded world: five accounts and five people whom the documentation, the tour and the tests know by name. */

import { type AccountKind, accountFact } from '@mingpian/facts/accounts';
import { simulated } from '@mingpian/facts/shapes';
import { base62Text, derivedBytes, hexText } from './identifiers.ts';
import { type Account, type Follow, type Person, type Profile, stateSchema, type WorldState } from './state.ts';

export interface AccountSeed {
  name: string;
  kind: AccountKind;
  title?: string;
  verified?: boolean;
  openPlatform?: string | null;
}

/** A new account with identifiers, secrets and keys of the shapes that WeChat uses, marked as simulated. */
export function seededAccount(seed: string, account: AccountSeed): Account {
  const hex = (what: string, length: number) =>
    hexText(derivedBytes(seed, ['account', account.name, what], length / 2));
  const letters = (what: string, length: number) =>
    base62Text(derivedBytes(seed, ['account', account.name, what], length));
  const hasChat = account.kind !== 'website' && account.kind !== 'miniprogram';
  return {
    name: account.name,
    title: account.title ?? account.name,
    kind: account.kind,
    verified: account.verified ?? accountFact(account.kind).verifiable,
    verifiedUntil: null,
    appId: simulated.appIdPrefix.value + hex('appId', 18 - simulated.appIdPrefix.value.length),
    appSecret: simulated.appSecretPrefix.value + hex('appSecret', 32 - simulated.appSecretPrefix.value.length),
    originalId: hasChat
      ? simulated.originalIdPrefix.value + hex('originalId', 15 - simulated.originalIdPrefix.value.length)
      : null,
    push: hasChat
      ? {
          url: null,
          mode: 'safe',
          token: letters('pushToken', 24),
          encodingAesKey: letters('encodingAesKey', 43),
          previousEncodingAesKey: null,
        }
      : null,
    oauthDomains: ['127.0.0.1', 'localhost'],
    openPlatform: account.openPlatform ?? null,
    ipAllowlist: [],
    ipConfirmation: { pending: false, refusedAt: [] },
    banned: false,
    secretFrozen: false,
    frozen: false,
    tokenBarred: false,
    migratedFrom: null,
    quirks: [],
  };
}

export interface PersonSeed extends Partial<Person> {
  name: string;
}

/** A new person from 深圳; everything but the name may be left out. */
export function seededPerson(person: PersonSeed): Person {
  return {
    nickname: person.name,
    avatar: 'a',
    sex: 0,
    province: '广东',
    city: '深圳',
    country: '中国',
    language: 'zh_CN',
    consent: 'ask',
    visitor: false,
    banned: false,
    passwordChangedAt: null,
    cancelledAt: null,
    ...person,
  };
}

/** How somebody follows who searched for the account. */
export function foundBySearch(since: number): Follow {
  return {
    subscribed: true,
    subscribedAt: since,
    via: 'search',
    scene: 'ADD_SCENE_SEARCH',
    qrScene: 0,
    qrSceneStr: '',
    remark: '',
    groupId: 0,
    tagIds: [],
  };
}

const accounts: readonly AccountSeed[] = [
  { name: 'service', kind: 'service', title: '半盏茶铺', openPlatform: 'main' },
  { name: 'subscription', kind: 'subscription', title: '半盏茶话', openPlatform: 'main' },
  { name: 'unverified', kind: 'subscription', title: '半盏试饮', verified: false },
  { name: 'sandbox', kind: 'sandbox', title: '小测' },
  { name: 'website', kind: 'website', title: '半盏网店', openPlatform: 'main' },
];

const people: readonly PersonSeed[] = [
  { name: 'xiaoming', nickname: '小明', sex: 1 },
  { name: 'xiaohong', nickname: '小红', sex: 2 },
  { name: 'refuser', nickname: '老拒', sex: 1, consent: 'refuse' },
  { name: 'visitor', nickname: '访客', visitor: true },
  // An emoji of two code units, both kinds of quotes, markup and a right-to-left mark: what nicknames really contain.
  { name: 'emoji', nickname: '"阿<b>喵\u{1F431}\'\u200F', sex: 2 },
];

export interface SeedOptions {
  id: string;
  seed: string;
  profile: Profile;
  /** The first instant of the world, in milliseconds since the epoch. */
  start: number;
  /** What is added to the host's time to get the world's. */
  offset: number;
}

export function seededState({ id, seed, profile, start, offset }: SeedOptions): WorldState {
  return {
    schema: stateSchema,
    id,
    seed,
    profile,
    clock: { offset, frozenAt: null },
    serial: 0,
    consentMemory: 24 * 3_600_000,
    forwardedFor: false,
    accounts: accounts.map((account) => seededAccount(seed, account)),
    people: people.map(seededPerson),
    crowd: { size: 0, follows: {} },
    follows: {
      service: { xiaohong: foundBySearch(start) },
      subscription: { xiaohong: foundBySearch(start) },
    },
    consents: {},
    virtualUsers: {},
    sheets: {},
    websiteLogins: {},
    codes: {},
    appTokens: {},
    tokenChannels: {},
    grants: {},
    userTokens: {},
    refreshTokens: {},
    menus: {},
    qrcodes: {},
    chats: {},
    messageWindows: {},
    quotas: {},
    quotaClears: {},
    rids: [],
    faults: [],
    ledger: [],
    findings: [],
  };
}
