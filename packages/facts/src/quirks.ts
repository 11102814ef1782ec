import type { Provenance } from './fact.ts';

/** A switch of the simulator for a behaviour on which the sources differ. All are off unless an account lists them. */
export interface QuirkFact extends Provenance {
  readonly name: string;
  readonly on: string;
  readonly off: string;
}

// biome-ignore format: one line a row
export const quirks = [
  // Web authorisation
  { name: 'badSecretAs40001', on: 'a wrong secret answers 40001', off: '40125', source: ['MUD-AUTH', 'easywechat#163'], grade: 'documented' },
  { name: 'expiredCodeAs42003', on: 'a stale code answers 42003', off: '40029', source: 'CH-ERR', grade: 'documented' },
  { name: 'usedCodeAs40029', on: 'a reused code answers 40029', off: '40163', source: 'wechat-oauth#31', grade: 'observed' },
  { name: 'refreshBogusAs40029', on: 'an unknown refresh token answers 40029', off: '40030', source: ['SNS-RT', 'MUD-SNS'], grade: 'documented' },
  { name: 'rotateRefreshToken', on: 'a refresh returns a new refresh token and the old one dies', off: 'the refresh token stays', source: ['WEBAPP', 'YYB-Go-Enhanced#13'], grade: 'reported' },
  { name: 'baseAuthKillsRefresh', on: 'a later snsapi_base authorisation kills earlier user tokens', off: 'tokens live on', source: ['easywechat#116', 'REFRESH-BLOG'], grade: 'reported' },
  { name: 'refuseRedirects', on: 'a refusal redirects with state only', off: 'no redirect', source: ['TPP-AUTH', 'COMM-DENY'], grade: 'documented' },
  { name: 'followerSheet', on: 'followers from chat or menu still see the sheet', off: 'silent', source: 'COMM-POPUP', grade: 'reported' },
  { name: 'strictParamOrder', on: 'a wrong parameter order is refused on phones too', off: 'refused on desktop, tolerated and reported on phones', source: 'AUTH-GUIDE', grade: 'documented' },
  { name: 'strictState', on: 'a state outside [a-zA-Z0-9] is refused', off: 'passed through and reported', source: ['AUTH-GUIDE', 'WXREDIRECT-10'], grade: 'documented' },
  { name: 'emptyState10013', on: 'a missing or empty state gives page 10013', off: 'an empty state= in the redirect', source: ['PAGE-ERR', 'wechat-spa#7'], grade: 'documented' },
  { name: 'hostCaseInsensitive', on: 'the host comparison ignores case', off: 'case-sensitive', source: 'weixin-java-mp-demo#42', grade: 'reported' },
  { name: 'protocolMismatch10039', on: 'an http callback on an https host gives page 10039', off: 'accepted', source: 'GoLibCookie#13', grade: 'reported' },
  { name: 'wrongAppId10004', on: 'an unknown AppID gives page 10004', off: 'the generic page 该链接无法访问', source: 'COMM-10004', grade: 'reported' },

  // Replies
  { name: 'snsJsonContentType', on: 'sns replies are application/json', off: 'text/plain', source: 'ISSUE-88', grade: 'inferred' },
  { name: 'snsOmitScope', on: 'no scope in the token reply', off: 'sent', source: ['SNS-AT', 'MUD-SNS'], grade: 'documented' },
  { name: 'trailingScopeComma', on: '"snsapi_userinfo," at any date', off: 'by the clock', source: 'ARTICLE', grade: 'observed' },
  { name: 'legacyTail', on: 'hint and hints tails at any date', off: 'by the clock', source: ['easywechat#1331', 'COMM-41029'], grade: 'observed' },
  { name: 'languageName', on: 'language is 简体中文 in sns/userinfo of 2014', off: 'zh_CN', source: 'ARTICLE', grade: 'observed' },
  { name: 'omitLegacyEmptyFields', on: 'blank profile keys are absent from user/info', off: 'present and blank', source: ['UI', 'PAYLOADS-UI'], grade: 'inferred' },
  { name: 'legacyLanguage', on: 'language is zh_CN in the user/info of today', off: 'blank', source: 'PAYLOADS-UI', grade: 'observed' },

  // Snapshot pages
  { name: 'snapshotFlagMissing', on: 'is_snapshotuser is absent on the first exchange', off: 'present', source: 'COMM-SNAP-MISSING', grade: 'reported' },
  { name: 'snapshotUserinfo48001', on: 'sns/userinfo with a snapshot token answers 48001', off: 'a virtual profile', source: 'COMM-SNAP-48001', grade: 'reported' },
  { name: 'sharedSnapshotUnionid', on: 'several virtual openids share one unionid', off: 'one each', source: 'FIELD', grade: 'reported' },

  // App tokens and account rights
  { name: 'forceRefreshRequired', on: 'stable_token without force_refresh answers 41002', off: 'accepted', source: 'COMM-41002', grade: 'reported' },
  { name: 'classicNoOverlap', on: 'the previous classic token dies at once', off: 'five minutes of overlap', source: 'esap/wechat#21', grade: 'inferred' },
  { name: 'remarkServiceOnly', on: 'updateremark of a verified subscription account answers 48001', off: 'allowed', source: 'MUD-USER', grade: 'documented' },
  { name: 'menuForUnverifiedService', on: 'menu/create is allowed on an unverified service account', off: '48001', source: 'PRIV-EN', grade: 'documented' },
  { name: 'changeOpenidGhOnly', on: 'changeopenid takes only the original id as from_appid', off: 'both are accepted', source: 'MUD-USER', grade: 'documented' },
  { name: 'qrDefault30', on: 'a missing expire_seconds means 30 s', off: '60 s', source: ['wechat-api#248', 'Senparc'], grade: 'reported' },
  { name: 'ridOld76001', on: 'a rid older than seven days answers 76001', off: '76004', source: 'RID-API', grade: 'documented' },
  { name: 'unknownPath40066', on: 'an unknown path answers 40066', off: 'status 501, counted as a gap', source: 'CH-ERR', grade: 'documented' },

  // Pushes and messages
  { name: 'plainFollowNoEventKey', on: 'a plain follow has no EventKey element', off: 'an empty element', source: 'EVENTS', grade: 'documented' },
  { name: 'lastTradeNo', on: 'a follow after a payment carries last_trade_no_…', off: 'an empty element', source: 'FIELD', grade: 'observed' },
  { name: 'retryFour', on: 'four deliveries on a timeout', off: 'three', source: 'PASSIVE', grade: 'inferred' },
  { name: 'badStatusThreeTries', on: 'three deliveries on a status other than 200', off: 'four', source: 'HTTP201', grade: 'inferred' },
  { name: 'pushJson', on: 'pushes are JSON', off: 'XML', source: 'SUB-ENC', grade: 'documented' },
  { name: 'kfTwenty', on: 'twenty customer messages per message of the user', off: 'five', source: 'KF-2021', grade: 'reported' },
  { name: 'modifiedWithoutOpenId', on: 'user_info_modified without OpenID', off: 'with OpenID', source: 'COMM-MODIFIED', grade: 'reported' },
  { name: 'revokeSampleValue', on: 'RevokeInfo is 1 as in the official sample', off: '205', source: 'AUTH-CHANGE', grade: 'documented' },
] as const satisfies readonly QuirkFact[];

export type QuirkName = (typeof quirks)[number]['name'];

export function isQuirkName(name: string): name is QuirkName {
  return quirks.some((row) => row.name === name);
}
