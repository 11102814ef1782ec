import type { Fact } from './fact.ts';

/** How identifiers look. Case-sensitive, anchored, without flags. */
export const shapes = {
  appId: { value: /^wx[0-9a-f]{16}$/, source: 'FIELD', grade: 'observed' },
  appSecret: { value: /^[0-9a-f]{32}$/, source: 'FIELD', grade: 'observed' },
  /** 原始 ID. Official samples show 11 digits, real accounts have 12. */
  originalId: { value: /^gh_[0-9a-f]{11,12}$/, source: 'MSG-PUSH', grade: 'observed' },
  openid: { value: /^o[A-Za-z0-9_-]{27}$/, source: ['ARTICLE', 'PAYLOADS-SNSUI'], grade: 'observed' },
  unionid: { value: /^o[A-Za-z0-9_-]{27,28}$/, source: 'PAYLOADS-SNSUI', grade: 'observed' },
  code: { value: /^[A-Za-z0-9]{32}$/, source: 'laravel-wechat#96', grade: 'observed' },
  /** App token, user token and refresh token. Reserve 512 characters. Tokens before 2018 have no integer prefix. */
  token: { value: /^(?:[0-9]{1,3}_)?[A-Za-z0-9_-]{40,508}$/, source: ['STABLE', 'easywechat#1331'], grade: 'observed' },
  ticket: { value: /^[A-Za-z0-9_=+/-]{60,200}$/, source: 'MUD-QR', grade: 'documented' },
  /** Three groups of eight; the first is the Unix time in hex. */
  rid: {
    value: /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/,
    source: ['COMM-40163', 'PROBE-2026'],
    grade: 'observed',
    since: '2020-08-14?',
  },
  encodingAesKey: { value: /^[A-Za-z0-9]{43}$/, source: 'TPP-TECH', grade: 'documented', since: '2014-10-13' },
  pushToken: { value: /^[A-Za-z0-9]{3,32}$/, source: 'FIELD', grade: 'inferred' },
  /** 64 bits, beyond what a JavaScript number holds: keep it as a string. */
  msgId: { value: /^[0-9]{1,20}$/, source: ['ISSUE-DEMO16', 'HTTP201'], grade: 'observed' },
  timestamp: { value: /^[0-9]{10}$/, source: 'bot-on-anything#116', grade: 'observed' },
  nonce: { value: /^[0-9]{9,10}$/, source: 'bot-on-anything#116', grade: 'observed' },
  signature: { value: /^[0-9a-f]{40}$/, source: 'SUB-ENC', grade: 'documented' },
  echostr: { value: /^[0-9]{16,20}$/, source: 'bot-on-anything#116', grade: 'observed' },
  /** The file that proves the ownership of a callback host; its content is the captured token. */
  verifyFile: {
    value: /^MP_verify_([0-9a-zA-Z]{16})\.txt$/,
    source: 'wilddog-doc2#29',
    grade: 'reported',
    since: '2016-10-31?',
  },
  /** The documented alphabet of `state`, which WeChat does not enforce. */
  state: { value: /^[a-zA-Z0-9]{0,128}$/, source: 'AUTH-GUIDE', grade: 'documented' },
} as const satisfies Record<string, Fact<RegExp>>;

/** The mark inside simulated identifiers ("simseed"), by which a gateway refuses them in production. */
export const simulated = {
  appIdPrefix: { value: 'wx51de5eed', source: 'own', grade: 'inferred' },
  appSecretPrefix: { value: '51de5eed', source: 'own', grade: 'inferred' },
  originalIdPrefix: { value: 'gh_51de5e', source: 'own', grade: 'inferred' },
} as const satisfies Record<string, Fact<string>>;

/** Do these credentials come from a simulator? One marked part is enough. */
export function isSimulated(credentials: { readonly appId?: string; readonly appSecret?: string }): boolean {
  return (
    (credentials.appId?.startsWith(simulated.appIdPrefix.value) ?? false) ||
    (credentials.appSecret?.startsWith(simulated.appSecretPrefix.value) ?? false)
  );
}
