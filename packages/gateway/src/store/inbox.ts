/** `new` waits for its effects, `done` has had them, `held` is kept without effects, `dead` failed too often. */
export type InboxState = 'new' | 'done' | 'held' | 'dead';

/** One authentic push. The key of a push is (appId, dedupeKey); the same key with another body is a row of its own. */
export interface InboxRow {
  id: string;
  account: string;
  appId: string;
  dedupeKey: string;
  /** Whom the push is about; null where the push does not say. */
  openid: string | null;
  /** `text`, `event:subscribe`, … for reading and counting. */
  kind: string;
  /** CreateTime in milliseconds; null if absent or malformed. */
  createdAt: number | null;
  receivedAt: number;
  /** The authentic document as received (decrypted where the mode encrypts). */
  document: string;
  documentDigest: string;
  /** Why effects are limited, comma separated: `malformed`, `late`, `future`, `conflict`, `untrusted`; empty if nothing is odd. */
  flags: string;
  state: InboxState;
  /** The text of the passive reply, empty for a bare `success`; null while not decided. */
  reply: string | null;
  attempts: number;
  /** Until when somebody is at work on the row; afterwards anybody may take it. */
  leasedUntil: number;
  lastError: string | null;
}

export interface NewPush extends Omit<InboxRow, 'state' | 'reply' | 'attempts' | 'lastError'> {
  /** `done` for a push that nothing reacts to. */
  state: 'new' | 'held' | 'done';
  /** The value of the query's signature: one signature stands for one document. */
  signature: string;
}

/**
 * `fresh` was stored now and is the caller's to process; `duplicate` was stored before; `conflict` was stored now, but another
 * body came first under its key; `replayed` was not stored, since its signature belongs to another document.
 */
export type Accepted =
  | { outcome: 'fresh'; row: InboxRow; replay: false }
  | { outcome: 'duplicate'; row: InboxRow; replay: boolean }
  | { outcome: 'conflict'; row: InboxRow; replay: false }
  | { outcome: 'replayed' };

export interface InboxStore {
  /** Stores a group of pushes in one durable commit; the answers stand in the order of the group. */
  accept(pushes: readonly NewPush[]): Promise<readonly Accepted[]>;
  find(id: string): Promise<InboxRow | undefined>;
  /** Decides the reply if it is not decided; answers the reply that stands, which may be an earlier one. */
  reply(id: string, reply: string): Promise<string>;
  /** As `reply`, and the row has had its effects; undefined if it had been finished before. */
  finish(id: string, reply: string): Promise<string | undefined>;
  /** Counts a failure of a row that waits; it may be taken again at `retryAt`, or is `dead` when that is null. */
  failed(id: string, error: string, retryAt: number | null): Promise<void>;
  /** Takes up to `limit` rows that wait and are leased to nobody at `now`, oldest first, leased until `until`. */
  take(limit: number, now: number, until: number): Promise<readonly InboxRow[]>;
  ofOpenid(appId: string, openid: string): Promise<readonly InboxRow[]>;
  /** What waits and what failed too often; `oldestAt` is when the oldest waiting push was received. */
  backlog(): Promise<{ waiting: number; dead: number; oldestAt: number | null }>;
  /** Takes one row that waits and is leased to nobody at `now`; undefined if it is not to be had. */
  takeOne(id: string, now: number, until: number): Promise<InboxRow | undefined>;
  /** Ends all leases: for a start after a crash where no other process can hold one. */
  voidLeases(): Promise<void>;
  /**
   * Deletes the stored documents of one openid, and keeps the keys, so that a replay stays a duplicate. Rows that wait
   * are kept, but for the one that is named.
   */
  forget(appId: string, openid: string, also?: string): Promise<void>;
}
