import type { Fact } from './fact.ts';

/**
 * Rules that changed, each a series of rows of which one holds at a time. A rule without a row at some date did not exist
 * then. Read one with `valueAt(rules.usedCodeErrcode, at)`.
 */
// biome-ignore format: one line a row
export const rules = {
  // Errors and their texts
  wrongSecretErrcode: [
    { value: 40001, source: 'easywechat#163', grade: 'documented', until: '2016-01-01?' },
    { value: 40125, source: ['MUD-AUTH', 'WeiXinPost#2'], grade: 'observed', since: '2016-01-01?' },
  ],
  usedCodeErrcode: [
    { value: 40029, source: 'wechat-oauth#31', grade: 'observed', until: '2017-03-26?' },
    { value: 40163, source: ['wechat-oauth#31', 'COMM-40163'], grade: 'observed', since: '2017-03-26?' },
  ],
  /** What follows the canonical text; the forms are in `errmsgTails`. */
  errmsgTail: [
    { value: 'none', source: ['AUTH-GUIDE', 'ARTICLE'], grade: 'documented', until: '2016-01-01?' },
    { value: 'hint', source: ['easywechat#1331', 'laravel-wechat#367', 'COMM-41029'], grade: 'observed', since: '2016-01-01?', until: '2020-08-14?' },
    { value: 'rid', source: ['PROBE-2026', 'COMM-40163'], grade: 'observed', since: '2020-08-14?' },
  ],
  /** Do 40001 and 45009 of cgi-bin advise the stable token? The words are in `stableTokenAdviceText`. */
  stableTokenAdvice: [
    { value: false, source: 'weapp#105', grade: 'inferred', until: '2023-04-04?' },
    { value: true, source: ['weapp#105', 'PROBE-2026'], grade: 'observed', since: '2023-04-04?' },
  ],
  /** The text of 40125. */
  wrongSecretText: [
    { value: 'invalid appsecret, view more at http://t.cn/RAEkdVq', source: 'FIELD', grade: 'observed', since: '2016-01-01?', until: '2020-08-14?' },
    { value: 'invalid appsecret', source: ['WeiXinPost#2', 'n8n-offiaccount#2'], grade: 'observed', since: '2020-08-14?' },
  ],
  /** The text of 45009. The day of the change is not known; it is set where the first tails appear. */
  quotaText: [
    { value: 'api freq out of limit', source: 'QUOTA', grade: 'inferred', until: '2016-01-01?' },
    { value: 'reach max api daily quota limit', source: ['CH-ERR', 'weapp#105'], grade: 'observed', since: '2016-01-01?' },
  ],
  /** Does the text of 40164 name the caller's IPv6 address too? */
  ipv6InIpError: [
    { value: false, source: 'easywechat#1331', grade: 'observed', until: '2020-03-29?' },
    { value: true, source: 'laravel-wechat#367', grade: 'observed', since: '2020-03-29?' },
  ],
  /** The text of 40164; `{ip}` is the caller's address. */
  ipRefusedText: [
    { value: 'invalid ip {ip}, not in whitelist', source: 'easywechat#1331', grade: 'observed', since: '2017-09-07?', until: '2020-03-29?' },
    { value: 'invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist', source: ['laravel-wechat#367', 'COMM-40164'], grade: 'observed', since: '2020-03-29?' },
  ],

  // App tokens
  stableToken: [
    { value: false, source: 'silenceper/wechat#665', grade: 'inferred', until: '2023-04-04?' },
    { value: true, source: ['STABLE', 'silenceper/wechat#665'], grade: 'documented', since: '2023-04-04?' },
  ],
  /** Is the IP white list checked when an app token is issued? */
  ipAllowlist: [
    { value: false, source: 'ANN-IPLIST', grade: 'reported', until: '2017-09-07?' },
    { value: true, source: ['ANN-IPLIST', 'thenbsp/wechat#33'], grade: 'reported', since: '2017-09-07?' },
  ],
  /** May a risky address need the confirmation of the administrator (89501 to 89507)? */
  ipConfirmation: [
    { value: false, source: 'go-wechat#23', grade: 'inferred', until: '2020-05-05?' },
    { value: true, source: ['go-wechat#23', 'MUD-AUTH'], grade: 'documented', since: '2020-05-05?' },
  ],
  /** Do tokens begin with an integer and `_`? The integer is in `tokenPrefixNumber`. */
  tokenPrefix: [
    { value: false, source: 'ARTICLE', grade: 'observed', until: '2018-08-06?' },
    { value: true, source: 'easywechat#1331', grade: 'observed', since: '2018-08-06?' },
  ],

  // Web authorisation
  /** Does a refusal lead back to the application, with `state` and without `code`? */
  refusalRedirects: [
    { value: true, source: ['AUTH-GUIDE', 'TPP-AUTH'], grade: 'documented', until: '2018-01-01?' },
    { value: false, source: ['COMM-DENY', 'WEB-LOGIN'], grade: 'reported', since: '2018-01-01?' },
  ],
  codeForm: [
    { value: 'hex32', source: 'ARTICLE', grade: 'observed', until: '2017-04-17?' },
    { value: 'mixed32', source: 'laravel-wechat#96', grade: 'observed', since: '2017-04-17?' },
  ],
  /** `"scope":"snsapi_userinfo,"`; snsapi_base never had the comma. */
  trailingScopeComma: [
    { value: true, source: 'ARTICLE', grade: 'observed', until: '2016-01-01?' },
    { value: false, source: ['PAYLOADS-SNSUI', 'PR-3100'], grade: 'inferred', since: '2016-01-01?' },
  ],
  /** May `#wechat_redirect` be left out when the link is opened directly? */
  fragmentOptional: [
    { value: true, source: 'ARTICLE', grade: 'observed', until: '2016-01-01?' },
    { value: false, source: 'AUTH-GUIDE', grade: 'documented', since: '2016-01-01?' },
  ],
  /** Must a file prove the ownership of a callback host? */
  verifyFile: [
    { value: false, source: 'ARTICLE', grade: 'observed', until: '2016-10-31?' },
    { value: true, source: 'wilddog-doc2#29', grade: 'reported', since: '2016-10-31?' },
  ],
  snapshotPages: [
    { value: false, source: 'ANN-SNAPSHOT', grade: 'documented', until: '2022-07-13' },
    { value: true, source: 'ANN-SNAPSHOT', grade: 'documented', since: '2022-07-13' },
  ],
  /** forcePopup and forceSnapShot. */
  forcedPages: [
    { value: false, source: 'wxredirect#16', grade: 'inferred', until: '2022-07-13?' },
    { value: true, source: ['wxredirect#16', 'COMM-POPUP'], grade: 'reported', since: '2022-07-13?' },
  ],

  // Identity
  unionid: [
    { value: false, source: ['ARTICLE', 'ANN-UNIONID-2014'], grade: 'documented', until: '2014-06-27' },
    { value: true, source: 'ANN-UNIONID-2014', grade: 'documented', since: '2014-06-27' },
  ],
  baseScopeUnionid: [
    { value: false, source: 'ANN-UNIONID-2014', grade: 'documented', until: '2014-06-27' },
    { value: true, source: 'ANN-UNIONID-2014', grade: 'documented', since: '2014-06-27', until: '2017-12-31' },
    { value: false, source: 'ANN-UNIONID', grade: 'documented', since: '2017-12-31' },
  ],
  nonFollowerUnionid: [
    { value: false, source: 'ANN-UNIONID-2014', grade: 'documented', until: '2014-06-27' },
    { value: true, source: 'ANN-UNIONID-2014', grade: 'documented', since: '2014-06-27', until: '2017-12-31' },
    { value: false, source: 'ANN-UNIONID', grade: 'documented', since: '2017-12-31' },
  ],
  /** sex and region filled, in both profiles. */
  sexAndRegion: [
    { value: true, source: 'ARTICLE', grade: 'observed', until: '2021-10-21' },
    { value: false, source: 'AUTH-GUIDE', grade: 'documented', since: '2021-10-21' },
  ],
  /** nickname and avatar filled in user/info; sns/userinfo keeps them. */
  followerNickname: [
    { value: true, source: 'ARTICLE', grade: 'observed', until: '2021-12-27' },
    { value: false, source: 'ANN-USERINFO', grade: 'documented', since: '2021-12-27' },
  ],
  userInfoBatch: [
    { value: false, source: 'own', grade: 'inferred', until: '2015-06-01?' },
    { value: true, source: 'BATCH', grade: 'documented', since: '2015-06-01?' },
  ],
  /** ADD_SCENE_WECHAT_ADVERTISEMENT, before then ADD_SCENE_OTHERS. */
  advertisementScene: [
    { value: false, source: 'UI', grade: 'documented', until: '2020-06-08' },
    { value: true, source: 'UI', grade: 'documented', since: '2020-06-08' },
  ],

  // QR codes
  /** The longest life of a temporary code. 1800 s in the first years. */
  temporaryQrSeconds: [
    { value: 604_800, source: 'FIELD', grade: 'reported', until: '2015-12-09?' },
    { value: 2_592_000, source: 'MUD-QR', grade: 'documented', since: '2015-12-09?' },
  ],
  /** QR_STR_SCENE. */
  stringScene: [
    { value: false, source: 'easywechat#797', grade: 'inferred', until: '2017-07-11?' },
    { value: true, source: ['easywechat#797', 'WxJava#288'], grade: 'documented', since: '2017-07-11?' },
  ],
  /** QR_LIMIT_STR_SCENE. */
  permanentStringScene: [
    { value: false, source: 'laravel-wechat-sdk#13', grade: 'inferred', until: '2015-01-24?' },
    { value: true, source: 'laravel-wechat-sdk#13', grade: 'documented', since: '2015-01-24?' },
  ],

  // Pushes
  /** Compatible and secure mode. */
  pushEncryption: [
    { value: false, source: 'ANN-AES', grade: 'documented', until: '2014-10-13' },
    { value: true, source: ['ANN-AES', 'wx#19'], grade: 'documented', since: '2014-10-13' },
  ],
  privacyEvents: [
    { value: false, source: 'AUTH-CHANGE', grade: 'inferred', until: '2022-01-01?' },
    { value: true, source: ['AUTH-CHANGE', 'COMM-MODIFIED', 'WxJava#2458'], grade: 'documented', since: '2022-01-01?' },
  ],
} as const satisfies Record<string, readonly Fact<boolean | number | string>[]>;

export type RuleName = keyof typeof rules;

/** What sns/oauth2/refresh_token does. None of this is known to have changed. */
export const refreshing = {
  needsSecret: { value: false, source: ['SNS-RT', 'ARTICLE'], grade: 'documented' },
  /** A user token that still lives comes back itself, with its life extended; a dead one is replaced. */
  keepsLiveUserToken: { value: true, source: 'WEBAPP', grade: 'documented' },
  /** Store what comes back, the documents do not promise it. */
  rotatesRefreshToken: { value: false, source: ['WEBAPP', 'YYB-Go-Enhanced#13'], grade: 'inferred' },
} as const satisfies Record<string, Fact<boolean>>;

/** The tails of an error text by family and era. `{hint}` and `{rid}` stand for the identifiers. */
// biome-ignore format: one line a row
export const errmsgTails = {
  cgi: {
    none: { value: '', source: 'AUTH-GUIDE', grade: 'documented' },
    hint: { value: ' hint: [{hint}]', source: ['easywechat#1331', 'laravel-wechat#367'], grade: 'observed' },
    rid: { value: ' rid: {rid}', source: ['PROBE-2026', 'WeiXinPost#2'], grade: 'observed' },
  },
  sns: {
    none: { value: '', source: 'AUTH-GUIDE', grade: 'documented' },
    hint: { value: ', hints: [ req_id: {hint} ]', source: ['COMM-41029', 'wechat-oauth#31'], grade: 'observed' },
    rid: { value: ', rid: {rid}', source: ['COMM-40163', 'PROBE-2026'], grade: 'observed' },
  },
} as const satisfies Record<'cgi' | 'sns', Record<'none' | 'hint' | 'rid', Fact<string>>>;

/** What 40001 and 45009 of cgi-bin say between the text and the tail. */
export const stableTokenAdviceText = {
  value: ', could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r',
  source: ['weapp#105', 'PROBE-2026'],
  grade: 'observed',
  since: '2023-04-04?',
} as const satisfies Fact<string>;

/** The integer before a token's `_` grew by one a month; right within one for six published samples. */
export const tokenPrefixNumber = {
  value: { baseYear: 2017, perYear: 12, offset: -8 },
  source: ['easywechat#1331', 'WxJava#2828', 'PR-3100'],
  grade: 'inferred',
  since: '2018-08-06?',
} as const satisfies Fact<{ baseYear: number; perYear: number; offset: number }>;

/** Content-Type of the replies by family. */
export const contentTypes = {
  cgi: { value: 'application/json; encoding=utf-8', source: ['TX-1333680', 'GRANDYANG'], grade: 'observed' },
  sns: { value: 'text/plain', source: ['ISSUE-88', 'wechatpy#76'], grade: 'observed' },
  page: { value: 'text/html; charset=utf-8', source: 'own', grade: 'inferred' },
  push: { value: 'text/xml', source: 'TPP-PUSH', grade: 'documented' },
  qrcode: { value: 'image/jpg', source: 'MUD-QR', grade: 'documented' },
} as const satisfies Record<string, Fact<string>>;
