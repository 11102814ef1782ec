import type { EndpointName } from './endpoints.ts';
import type { Fact, Provenance } from './fact.ts';

/** Largest allowed values. Names end in their unit: bytes, characters, or a plain count. */
export const limits = {
  // Web authorisation
  stateBytes: { value: 128, source: 'AUTH-GUIDE', grade: 'documented' },
  /** Callback hosts of one service account. */
  oauthDomains: [
    { value: 1, source: ['GetWeixinCode#35', 'Senparc#1078', 'wedding#27'], grade: 'observed', until: '2018-05-01?' },
    { value: 2, source: ['PAY-FAQ', 'GetWeixinCode#35'], grade: 'documented', since: '2018-05-01?' },
  ],
  codeUses: { value: 1, source: 'AUTH-GUIDE', grade: 'documented' },

  // App tokens
  forcedRefreshesPerDay: { value: 20, source: 'STABLE', grade: 'documented', since: '2023-04-04?' },
  /** Storage to reserve for any token. */
  tokenCharacters: { value: 512, source: 'STABLE', grade: 'documented' },

  // Users
  batchSize: { value: 100, source: ['BATCH', 'MUD-USER'], grade: 'documented', since: '2015-06-01?' },
  followersPerPage: { value: 10_000, source: 'MUD-USER', grade: 'documented' },
  /** The documents ask for fewer than 30 bytes. */
  remarkBytes: { value: 29, source: 'MUD-USER', grade: 'documented' },
  tagBatchSize: { value: 50, source: 'WxJava', grade: 'reported', since: '2016-06-01?' },
  migrationBatchSize: { value: 100, source: 'MUD-USER', grade: 'documented' },
  sandboxFollowers: { value: 100, source: 'FIELD', grade: 'reported' },

  // Pushes
  /** Deliveries in all when the receiver does not answer in time. */
  pushAttempts: { value: 3, source: ['MUD-KEYS', 'PASSIVE'], grade: 'documented' },
  /** Deliveries in all when the receiver answers with a status other than 200. */
  pushAttemptsOnBadStatus: { value: 4, source: 'HTTP201', grade: 'observed' },
  replyTextBytes: { value: 2048, source: 'PASSIVE', grade: 'inferred' },
  replyArticles: { value: 8, source: 'MUD-KEYS', grade: 'documented' },
  /** What a reply to a message or to most events may carry. */
  replyArticlesToMessage: { value: 1, source: 'MUD-KEYS', grade: 'documented' },
  customerMessagesPerMessage: { value: 5, source: 'KF', grade: 'documented' },
  /** After a menu click, a follow or a scan. */
  customerMessagesPerAction: { value: 3, source: 'KF', grade: 'documented' },

  // Menu
  menuTopButtons: { value: 3, source: 'MENU', grade: 'documented' },
  menuSubButtons: { value: 5, source: 'MENU', grade: 'documented' },
  menuTopNameBytes: { value: 16, source: 'MENU', grade: 'documented' },
  menuSubNameBytes: { value: 60, source: 'MENU', grade: 'documented' },
  menuUrlBytes: { value: 1024, source: 'MENU', grade: 'documented' },
  menuKeyBytes: { value: 128, source: 'MENU', grade: 'documented' },

  // QR codes
  sceneCharacters: { value: 64, source: 'MUD-QR', grade: 'documented' },
  /** A temporary scene_id is a non-zero 32-bit integer. */
  temporarySceneId: { value: 4_294_967_295, source: 'MUD-QR', grade: 'documented' },
  permanentSceneId: { value: 100_000, source: 'MUD-QR', grade: 'documented' },
  permanentCodes: { value: 100_000, source: 'MUD-QR', grade: 'documented' },
} as const satisfies Record<string, Fact<number> | readonly Fact<number>[]>;

/** How often an endpoint may be called. Days and months begin at 00:00 Beijing time. */
export interface Quota extends Provenance {
  readonly endpoint: EndpointName;
  readonly per: 'minute' | 'day' | 'month';
  /** Calls of a formal account. */
  readonly calls: number;
  /** Calls of a test account, where another number is known. */
  readonly sandboxCalls?: number;
}

// biome-ignore format: one line a row
export const quotas = [
  { endpoint: 'appToken', per: 'day', calls: 2000, sandboxCalls: 200, source: ['QUOTA', 'FREQ'], grade: 'documented' },
  { endpoint: 'stableToken', per: 'day', calls: 500_000, source: 'STABLE', grade: 'documented', since: '2023-04-04?' },
  { endpoint: 'stableToken', per: 'minute', calls: 10_000, source: 'STABLE', grade: 'documented', since: '2023-04-04?' },
  { endpoint: 'codeExchange', per: 'minute', calls: 50_000, source: ['SNS-AT', 'MUD-SNS'], grade: 'documented' },
  { endpoint: 'refreshUserToken', per: 'minute', calls: 50_000, source: ['SNS-RT', 'MUD-SNS'], grade: 'documented' },
  { endpoint: 'snsUserInfo', per: 'minute', calls: 50_000, source: ['SNS-UI', 'MUD-SNS'], grade: 'documented' },
  // A console table of 2018 said 500 000; the number grows with the followers.
  { endpoint: 'userInfo', per: 'day', calls: 5_000_000, sandboxCalls: 500_000, source: 'FREQ', grade: 'documented' },
  { endpoint: 'followers', per: 'day', calls: 500, sandboxCalls: 100, source: 'FREQ', grade: 'documented' },
  // The number for test accounts is concluded from the others of the table.
  { endpoint: 'updateRemark', per: 'day', calls: 10_000, sandboxCalls: 1000, source: 'FREQ', grade: 'documented' },
  { endpoint: 'qrcodeCreate', per: 'day', calls: 100_000, sandboxCalls: 10_000, source: 'FREQ', grade: 'documented' },
  { endpoint: 'menuCreate', per: 'day', calls: 1000, sandboxCalls: 100, source: 'FREQ', grade: 'documented' },
  { endpoint: 'menuGet', per: 'day', calls: 10_000, sandboxCalls: 1000, source: 'FREQ', grade: 'documented' },
  { endpoint: 'menuDelete', per: 'day', calls: 1000, sandboxCalls: 100, source: 'FREQ', grade: 'documented' },
  { endpoint: 'callbackIps', per: 'day', calls: 5000, source: 'FIELD', grade: 'reported' },
  // The two clears and the button of the console share one counter.
  { endpoint: 'clearQuota', per: 'month', calls: 10, source: 'MUD-OPENAPI', grade: 'documented' },
  { endpoint: 'clearQuotaBySecret', per: 'month', calls: 10, source: 'MUD-OPENAPI', grade: 'documented' },
  { endpoint: 'clearApiQuota', per: 'month', calls: 50, source: 'MUD-OPENAPI', grade: 'documented' },
  // Per user, not per account.
  { endpoint: 'miniprogramLogin', per: 'minute', calls: 100, source: 'FIELD', grade: 'reported' },
] as const satisfies readonly Quota[];
