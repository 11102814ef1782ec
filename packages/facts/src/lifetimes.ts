import type { Fact } from './fact.ts';

/** How long things live or must wait, in seconds. */
export const lifetimes = {
  // App tokens
  appToken: { value: 7200, source: ['TOKEN-CH', 'MUD-AUTH'], grade: 'documented' },
  /** After a renewal the previous token of the same channel stays valid this long. */
  appTokenOverlap: { value: 300, source: ['esap/wechat#21', 'go-wechat#23'], grade: 'documented' },
  /** A stable token with less than this left is renewed by a normal call. */
  stableTokenEarlyRenewal: { value: 300, source: 'STABLE-MG', grade: 'documented', since: '2023-04-04?' },
  /** A forced refresh sooner than this after the last one does not refresh. */
  forcedRefreshInterval: { value: 30, source: 'STABLE', grade: 'documented', since: '2023-04-04?' },
  stableTokenPolling: { value: 300, source: 'STABLE', grade: 'documented', since: '2023-04-04?' },

  // Web authorisation
  code: { value: 300, source: 'AUTH-GUIDE', grade: 'documented' },
  userToken: { value: 7200, source: ['SNS-AT', 'ARTICLE'], grade: 'documented' },
  /** Counted from the grant; use does not prolong it. Before 2018 documents quoted 7, 30, 60 or 90 days. */
  refreshToken: { value: 2_592_000, source: ['SNS-RT', 'Senparc#1181'], grade: 'documented' },
  jsCode: { value: 300, source: 'FIELD', grade: 'reported' },
  /** Privacy events about a cleaned profile reach accounts that the user authorised within this time. */
  profileCleanedNotice: { value: 2_592_000, source: 'AUTH-CHANGE', grade: 'documented', since: '2022-01-01?' },
  /** WeChat tells a user who withdraws that the account is notified within this time. */
  revocationNotice: { value: 86_400, source: 'Senparc#2939', grade: 'observed', since: '2022-01-01?' },

  // Pushes and messages
  pushTimeout: { value: 5, source: ['MUD-KEYS', 'MSG-PUSH'], grade: 'documented' },
  /** Keep the keys of seen pushes at least this long to recognise repeated deliveries. */
  pushDeduplication: { value: 30, source: 'own', grade: 'inferred' },
  customerMessageWindow: { value: 172_800, source: 'KF', grade: 'documented' },
  /** The short window after a menu click, a follow or a scan. */
  customerMessageShortWindow: { value: 60, source: 'KF', grade: 'documented' },
  locationReportInterval: { value: 5, source: 'MUD-KEYS', grade: 'documented' },

  // Neighbours
  jsTicket: { value: 7200, source: 'FIELD', grade: 'observed' },
  menuCache: { value: 300, source: 'MUD-MENU', grade: 'documented' },
  /** How long a rid can be looked up. */
  rid: { value: 604_800, source: ['RID-API', 'MUD-OPENAPI'], grade: 'documented', since: '2020-08-14?' },
  /** `changeopenid` works this long after an approved migration. */
  openidMigration: { value: 1_296_000, source: 'MUD-USER', grade: 'documented' },
  ipRefusedOnce: { value: 3600, source: 'MUD-AUTH', grade: 'documented', since: '2020-05-05?' },
  ipRefusedTwice: { value: 86_400, source: 'MUD-AUTH', grade: 'documented', since: '2020-05-05?' },
  verification: { value: 31_536_000, source: 'PRIV-EN', grade: 'documented' },
} as const satisfies Record<string, Fact<number>>;
