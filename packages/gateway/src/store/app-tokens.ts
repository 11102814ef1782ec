export interface AppTokenRow {
  appId: string;
  valueSealed: string | null;
  issuedAt: number;
  expiresAt: number;
  generation: number;
  leaseHolder: string | null;
  leaseUntil: number;
  /** The last forced refresh, its day in China, and how many that day has had. */
  forcedAt: number | null;
  forcedDay: string | null;
  forcedToday: number | null;
}

export interface AppTokenTable {
  find(appId: string): Promise<AppTokenRow | undefined>;
  /** Takes the lease if it is free, lapsed at `now`, or the holder's own. */
  lease(appId: string, holder: string, until: number, now: number): Promise<boolean>;
  /** Writes and gives the lease back, if the holder has it and the generation is still `after`; undefined otherwise. */
  write(
    appId: string,
    holder: string,
    token: { valueSealed: string; issuedAt: number; expiresAt: number },
    after: number,
  ): Promise<AppTokenRow | undefined>;
  release(appId: string, holder: string): Promise<void>;
  /** Counts a forced refresh if it is allowed: one in `interval` milliseconds and `perDay` on a day, over all nodes. */
  takeForced(appId: string, rule: { now: number; day: string; interval: number; perDay: number }): Promise<boolean>;
}
