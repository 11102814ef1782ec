/**
 * A world: its state, its clock, and the questions and small changes that endpoints, pages, pushes and the phone share.
 * What an endpoint decides stands in that endpoint's file; what a table row is stands in state.ts.
 */
import { type Capability, permits } from '@mingpian/facts/permissions';
import type { QuirkName } from '@mingpian/facts/quirks';
import { hostTime, WorldClock } from './clock.ts';
import { crowdIndex, crowdPerson } from './crowd.ts';
import type { CrowdList } from './crowd-list.ts';
import { forgetOld, keepNewest, kept } from './forgetting.ts';
import { derivedBytes } from './identifiers.ts';
import { NotInWorld } from './not-in-world.ts';
import { type After, type Fetch, hostAfter, hostFetch } from './ports.ts';
import { ScopedIds } from './scoped-ids.ts';
import { foundBySearch } from './seed.ts';
import {
  type Account,
  type ChatMessage,
  chatKey,
  type Finding,
  type Follow,
  type LedgerEntry,
  type Person,
  type WorldState,
} from './state.ts';

export type WorldEvent =
  | { type: 'ledger'; entry: LedgerEntry }
  | { type: 'message'; person: string; account: string; message: ChatMessage }
  | { type: 'clock' }
  /** A person's web view shows something else. */
  | { type: 'view'; person: string }
  /** Something else of the state changed; `what` names its field. */
  | { type: 'state'; what: keyof WorldState };

export interface WorldPorts {
  /** The host's time in milliseconds since the epoch. */
  now?: () => number;
  http?: Fetch;
  after?: After;
}

const dayOf = (at: number) => Math.floor(at / 86_400_000);

export class World {
  readonly clock: WorldClock;
  /** Outgoing HTTP: pushes and the web views of the phones. */
  readonly http: Fetch;
  /** The host's timers, for what waits on the host's time whatever the world's clock does. */
  readonly hostAfter: After;
  #state: WorldState;
  readonly #listeners = new Set<(event: WorldEvent) => void>();
  /** openid → person, by account; derived from the state, so it is dropped when another state takes its place. */
  #openids = new Map<string, Map<string, string>>();
  #ids: ScopedIds;

  constructor(state: WorldState, ports: WorldPorts = {}) {
    this.#state = state;
    this.#ids = new ScopedIds(state.seed);
    this.clock = new WorldClock(() => this.#state.clock, ports.now ?? hostTime);
    this.http = ports.http ?? hostFetch;
    this.hostAfter = ports.after ?? hostAfter;
  }

  get state(): WorldState {
    return this.#state;
  }

  /** Puts another state in the place of this one. The caller gives the value away: no part of it may change outside. */
  replaceState(state: WorldState): void {
    this.#state = state;
    this.#openids = new Map();
    this.#ids = new ScopedIds(state.seed);
    this.emit({ type: 'clock' });
  }

  /** The world's time in milliseconds since the epoch. */
  now(): number {
    return this.clock.now();
  }

  /**
   * Calls `run` once `ms` have passed and returns what cancels it. While the clock runs these are the host's
   * milliseconds; while it stands they pass only when somebody moves it.
   */
  after(ms: number, run: () => void): () => void {
    if (!this.clock.frozen) return this.hostAfter(ms, run);
    const due = this.now() + ms;
    let cancelHost = () => {};
    const stop = this.subscribe((event) => {
      if (event.type !== 'clock') return;
      cancelHost();
      if (this.now() < due && this.clock.frozen) return;
      if (this.now() < due) cancelHost = this.hostAfter(due - this.now(), run);
      else run();
      stop();
    });
    return () => {
      stop();
      cancelHost();
    };
  }

  /** The world's time in whole seconds, as WeChat writes it. */
  unixNow(): number {
    return Math.floor(this.now() / 1000);
  }

  /** Bytes that the seed fixes for ever for this subject. */
  derive(subject: readonly string[], length: number): Buffer {
    return this.#ids.derive(subject, length);
  }

  /** Fresh bytes: another call gives others, the same calls in the same order on the same seed give the same. */
  draw(purpose: string, length: number): Buffer {
    this.#state.serial += 1;
    return derivedBytes(this.#state.seed, ['draw', purpose, String(this.#state.serial)], length);
  }

  /** A number from 0 (inclusive) to 1 (exclusive) out of the seed. */
  chance(purpose: string): number {
    return this.draw(purpose, 4).readUInt32BE(0) / 2 ** 32;
  }

  accountNamed(name: string): Account {
    const account = this.#state.accounts.find((candidate) => candidate.name === name);
    if (account === undefined) throw new NotInWorld('unknown_account', name);
    return account;
  }

  accountOfAppId(appId: string): Account | undefined {
    return this.#state.accounts.find((account) => account.appId === appId);
  }

  personNamed(name: string): Person {
    const person = this.findPerson(name);
    if (person === undefined) throw new NotInWorld('unknown_person', name);
    return person;
  }

  findPerson(name: string): Person | undefined {
    return this.#state.people.find((person) => person.name === name) ?? this.#fromCrowd(name);
  }

  /** A member of the crowd becomes somebody once named. */
  #fromCrowd(name: string): Person | undefined {
    const index = crowdIndex(name);
    if (index === undefined || index >= this.#state.crowd.size) return undefined;
    const person = crowdPerson(index);
    this.#state.people.push(person);
    return person;
  }

  /** Verified today? The yearly verification may have lapsed. */
  isVerified(account: Account): boolean {
    return account.verified && (account.verifiedUntil === null || this.now() < account.verifiedUntil);
  }

  /** Does the account have this right now? */
  permits(capability: Capability, account: Account): boolean {
    return permits(capability, { kind: account.kind, verified: this.isVerified(account) }, this.now());
  }

  hasQuirk(account: Account | undefined, quirk: QuirkName): boolean {
    return account?.quirks.includes(quirk) ?? false;
  }

  /** The name of a person inside an account; everybody has one, follower or not. */
  openidOf(person: Person | string, account: Account): string {
    const name = typeof person === 'string' ? person : person.name;
    return this.#ids.of('openid', account.appId, name);
  }

  /** The name of a person inside the account's open-platform group, or null when it belongs to none or may not see it. */
  unionidOf(person: Person | string, account: Account): string | null {
    if (account.openPlatform === null || !this.seesUnionids(account)) return null;
    const name = typeof person === 'string' ? person : person.name;
    return this.#ids.of('unionid', account.openPlatform, name);
  }

  /** Does the account belong to a group, and may it know whose identifiers are there? */
  seesUnionids(account: Account): boolean {
    return account.openPlatform !== null && this.permits('unionid', account);
  }

  /** Whose openid is this in the account? */
  personOfOpenid(account: Account, openid: string): Person | undefined {
    let known = this.#openids.get(account.appId);
    if (known === undefined || known.size !== this.#state.people.length) {
      known = new Map(this.#state.people.map((person) => [this.openidOf(person, account), person.name]));
      this.#openids.set(account.appId, known);
    }
    const name = known.get(openid);
    return name === undefined ? this.#crowdPersonOf(account, openid) : this.findPerson(name);
  }

  /** A member of the crowd, whose row is not part of the state: it is there to be read. */
  #crowdPersonOf(account: Account, openid: string): Person | undefined {
    const index = this.crowdMemberOf(account, openid);
    return index === undefined || index >= this.#state.crowd.size ? undefined : crowdPerson(index);
  }

  /** The openids of the crowd in the account, as JSON; who of them follows is the caller's to ask. */
  crowdOpenids(account: Account): CrowdList {
    return this.#ids.crowdList(account.appId);
  }

  /** The number of the member of a crowd, of any size, that has the openid in the account. */
  crowdMemberOf(account: Account, openid: string): number | undefined {
    return this.#ids.memberOf(account.appId, openid);
  }

  /** The unionid of a member of the crowd in a group; whether the account may know it is the caller's to ask. */
  unionidOfMember(group: string, index: number): string {
    return this.#ids.ofMember('unionid', group, index);
  }

  /** How the person follows, or followed. What is changed in it is kept for people who have a row: see `ownFollowOf`. */
  followOf(person: string, account: string): Follow | undefined {
    return this.#state.follows[account]?.[person] ?? this.#crowdFollowOf(person, account);
  }

  /** As `followOf`, as a row of the state that may be changed. */
  ownFollowOf(person: string, account: string): Follow | undefined {
    const follow = this.followOf(person, account);
    if (follow === undefined) return undefined;
    const rows = this.#state.follows[account] ?? {};
    this.#state.follows[account] = rows;
    rows[person] = follow;
    return follow;
  }

  #crowdFollowOf(person: string, account: string): Follow | undefined {
    const part = this.#state.crowd.follows[account];
    if (part === undefined) return undefined;
    const index = crowdIndex(person);
    return index !== undefined && index < part.count ? foundBySearch(part.since) : undefined;
  }

  isFollower(person: string, account: string): boolean {
    return this.followOf(person, account)?.subscribed === true;
  }

  /** Writes a message into the chat; people's and accounts' views are the same list. */
  addMessage(person: string, account: string, message: Omit<ChatMessage, 'id' | 'at'>): ChatMessage {
    this.#state.serial += 1;
    const written = { id: String(this.#state.serial), at: this.now(), ...message } as ChatMessage;
    const key = chatKey(person, account);
    const chat = this.#state.chats[key] ?? [];
    chat.push(written);
    keepNewest(chat, kept.chat);
    this.#state.chats[key] = chat;
    this.emit({ type: 'message', person, account, message: written });
    return written;
  }

  /** Writes an entry into the ledger. Everything in it is masked already: see ledger.ts. */
  record(entry: Omit<LedgerEntry, 'id' | 'at'> & { at?: number }): LedgerEntry {
    this.#state.serial += 1;
    const now = this.now();
    const written = { id: String(this.#state.serial), at: now, ...entry } as LedgerEntry;
    const { ledger } = this.#state;
    // The first entry of another day is when the world forgets; a clock moved there and back with nothing done is not.
    if (dayOf(ledger.at(-1)?.at ?? now) !== dayOf(now)) forgetOld(this.#state, now);
    ledger.push(written);
    keepNewest(ledger, kept.ledger);
    this.emit({ type: 'ledger', entry: written });
    return written;
  }

  /** Notes what passes here and would not in production, or what is missing here. Equal findings are counted. */
  finding(level: Finding['level'], rule: string, why: string): void {
    const { findings } = this.#state;
    const known = findings.find((finding) => finding.rule === rule && finding.why === why);
    if (known === undefined) findings.push({ level, rule, why, count: 1 });
    else known.count += 1;
    keepNewest(findings, kept.findings);
    this.emit({ type: 'state', what: 'findings' });
  }

  /** Calls the listener for every event until the returned function is called. */
  subscribe(listener: (event: WorldEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(event: WorldEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
