/** What accounts have used of the API: app tokens, calls of the day, errors to look up. Part of a world's state. */

export type TokenChannel = 'classic' | 'stable';

export interface AppToken {
  value: string;
  account: string;
  channel: TokenChannel;
  issuedAt: number;
  expiresAt: number;
  /** From here on the token answers 40001: set when a newer one retires it. */
  deadAt: number | null;
}

export interface TokenChannels {
  classic: { current: string | null; previous: string | null };
  stable: {
    current: string | null;
    previous: string | null;
    lastForcedAt: number | null;
    forcedDay: string;
    forced: number;
  };
}

export interface QuotaUse {
  /** Beijing date of `used`. */
  day: string;
  used: number;
  /** Unix minute of `usedThisMinute`. */
  minute: number;
  usedThisMinute: number;
}

export interface QuotaClears {
  /** `2026-11` in Beijing. */
  month: string;
  /** All counters at once: by either call or by the button of the console. */
  all: number;
  /** One counter. */
  single: number;
}

export interface RidRecord {
  rid: string;
  /** Null when the call did not get as far as an account. */
  account: string | null;
  family: 'cgi' | 'sns';
  at: number;
  query: string;
  request: string;
  reply: string;
  callerIp: string;
}
