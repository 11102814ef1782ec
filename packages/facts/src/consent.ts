import type { Fact, Provenance } from './fact.ts';

/** What a person sees when an application asks for authorisation. The first row that fits decides. */
export interface ConsentFact extends Provenance {
  readonly situation:
    | 'baseScope'
    | 'followerFromChatOrMenu'
    | 'recentlyAuthorised'
    | 'withoutGuidance'
    | 'withGuidance';
  readonly sees: 'nothing' | 'sheet' | 'snapshotPage';
}

// biome-ignore format: one line a row
export const consent = [
  { situation: 'baseScope', sees: 'nothing', source: 'AUTH-GUIDE', grade: 'documented' },
  { situation: 'followerFromChatOrMenu', sees: 'nothing', source: ['AUTH-GUIDE', 'COMM-POPUP'], grade: 'documented' },
  // The length of the window is not published.
  { situation: 'recentlyAuthorised', sees: 'nothing', source: ['AUTH-GUIDE', 'wxredirect#16'], grade: 'documented' },
  // Authorisation started by the page itself, as soon as it opens.
  { situation: 'withoutGuidance', sees: 'snapshotPage', source: 'ANN-SNAPSHOT', grade: 'documented', since: '2022-07-13' },
  { situation: 'withGuidance', sees: 'sheet', source: 'AUTH-GUIDE', grade: 'documented' },
] as const satisfies readonly ConsentFact[];

/** The link has to end with this fragment. Parameters behind it never reach the server. */
export const authoriseFragment = {
  value: '#wechat_redirect',
  source: ['AUTH-GUIDE', 'COMM-POPUP-FRAGMENT'],
  grade: 'documented',
} as const satisfies Fact<string>;

/**
 * The callback is redirect_uri with these added to its query; a fragment stays behind the query. A refusal that redirects has
 * no code. An omitted state comes back empty.
 */
export const callbackParameters = {
  value: ['code', 'state'],
  source: ['AUTH-GUIDE', 'WXREDIRECT-10', 'GetWeixinCode#36', 'wechat-spa#7'],
  grade: 'observed',
} as const satisfies Fact<readonly string[]>;

/** The value of is_snapshotuser. The key is absent for real people, never 0. */
export const snapshotFlag = {
  value: 1,
  source: ['ANN-SNAPSHOT', 'WxJava#2828', 'COMM-SNAP-MISSING'],
  grade: 'documented',
  since: '2022-07-13',
} as const satisfies Fact<number>;

/** The button on a snapshot page that opens the consent sheet. */
export const snapshotButton = {
  value: '使用完整服务',
  source: 'ANN-SNAPSHOT',
  grade: 'documented',
  since: '2022-07-13',
} as const satisfies Fact<string>;

/** Which callback hosts a console accepts. The host must match exactly: `www.qq.com` covers neither `qq.com` nor `pay.qq.com`. */
export interface CallbackHostFact extends Provenance {
  readonly kind: 'service' | 'sandbox' | 'website';
  readonly port: boolean;
  readonly ipAddress: boolean;
  readonly verifyFile: boolean;
}

// biome-ignore format: one line a row
export const callbackHosts = [
  { kind: 'service', port: false, ipAddress: false, verifyFile: true, source: ['AUTH-GUIDE', 'TS-AUTH', 'Senparc#816', 'wedding#23', 'COMM-DOMAIN-MOVE'], grade: 'documented' },
  { kind: 'sandbox', port: true, ipAddress: true, verifyFile: false, source: ['SANDBOX', 'JUEJIN-7540858814170480703'], grade: 'reported' },
  { kind: 'website', port: false, ipAddress: false, verifyFile: false, source: 'WEB-LOGIN', grade: 'documented' },
] as const satisfies readonly CallbackHostFact[];

/** Signs of WeChat in a User-Agent: a hint for the words on a page, never a security control. */
// biome-ignore format: one line a row
export const userAgents = {
  wechat: { value: /MicroMessenger/i, source: 'FIELD', grade: 'reported' },
  desktop: { value: /WindowsWechat|MacWechat/i, source: 'FIELD', grade: 'reported' },
  /** 企业微信, which is another platform. */
  workWechat: { value: /wxwork/i, source: 'FIELD', grade: 'reported' },
} as const satisfies Record<string, Fact<RegExp>>;

/** What happens to callbacks now and then; an application exchanges a code once and expects it again. */
export interface CallbackMishapFact extends Provenance {
  /** `doubleOpen`: one tap opens the callback twice. `reuseCode`: a desktop client hands out one code twice. */
  readonly name: 'doubleOpen' | 'reuseCode';
}

// biome-ignore format: one line a row
export const callbackMishaps = [
  { name: 'doubleOpen', source: ['DOUBLE-GET', 'COMM-40163'], grade: 'reported' },
  { name: 'reuseCode', source: ['COMM-SAMECODE', 'COMM-40163'], grade: 'reported' },
] as const satisfies readonly CallbackMishapFact[];
