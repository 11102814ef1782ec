import { type DateText, inForce, type Provenance } from './fact.ts';

export type FieldType = 'string' | 'number' | 'string[]' | 'number[]' | 'object' | 'object[]';

/** What must be so for the key to be sent at all; every condition listed must hold. */
export type FieldCondition =
  /** The account is bound to an open-platform account. */
  | 'bound'
  /** The scope is snsapi_userinfo or snsapi_login. */
  | 'profileScope'
  /** The person is the virtual user of a snapshot page. */
  | 'snapshot'
  /** The QR code is temporary. */
  | 'temporary'
  /** The page of the list has at least one entry. */
  | 'someFollowers';

export interface FieldFact extends Provenance {
  readonly name: string;
  readonly type: FieldType;
  /** A blank key is on the wire, but always carries `blank`. */
  readonly form: 'filled' | 'blank';
  readonly blank?: '' | 0;
  readonly when?: readonly FieldCondition[];
}

type Column = readonly [name: string, type: FieldType, provenance: Provenance, when?: readonly FieldCondition[]];

const filled = (...[name, type, provenance, when]: Column): FieldFact =>
  when === undefined
    ? { name, type, form: 'filled', ...provenance }
    : { name, type, form: 'filled', when, ...provenance };

/** A key that was filled until a date and has been sent blank since. */
function emptied(name: string, type: 'string' | 'number', on: DateText, provenance: Provenance): readonly FieldFact[] {
  return [
    { name, type, form: 'filled', ...provenance, until: on },
    { name, type, form: 'blank', blank: type === 'number' ? 0 : '', ...provenance, since: on },
  ];
}

const grant = { source: ['SNS-AT', 'ARTICLE'], grade: 'documented' } as const;
const refresh = { source: ['SNS-RT', 'MUD-SNS'], grade: 'documented' } as const;
const profile = { source: ['SNS-UI', 'PAYLOADS-SNSUI'], grade: 'observed' } as const;
const profileGone = { source: ['AUTH-GUIDE', 'PAYLOADS-SNSUI'], grade: 'documented' } as const;
const user = { source: ['UI', 'ARTICLE'], grade: 'documented' } as const;
const userGone = { source: ['AUTH-GUIDE', 'PAYLOADS-UI'], grade: 'documented' } as const;
const nameGone = { source: ['ANN-USERINFO', 'PAYLOADS-UI'], grade: 'documented' } as const;
const unionid = { source: 'ANN-UNIONID-2014', grade: 'documented', since: '2014-06-27' } as const;
const unionidNarrowed = { source: ['ANN-UNIONID', 'SNS-AT'], grade: 'documented', since: '2017-12-31' } as const;
const remark = { source: ['UI', 'own'], grade: 'inferred', since: '2015-01-01?' } as const;
const tags = { source: ['UI', 'PAYLOADS-UI'], grade: 'inferred', since: '2016-06-01?' } as const;
const scene = { source: ['UI', 'WxJava#528'], grade: 'documented', since: '2018-04-09?' } as const;
const token = { source: ['MUD-AUTH', 'TOKEN-CH'], grade: 'documented' } as const;
const stable = { source: 'STABLE', grade: 'documented', since: '2023-04-04?' } as const;
const list = { source: 'MUD-USER', grade: 'documented' } as const;
const qr = { source: 'MUD-QR', grade: 'documented' } as const;
const quota = { source: 'MUD-OPENAPI', grade: 'documented' } as const;
const rid = { source: ['RID-API', 'MUD-OPENAPI'], grade: 'documented', since: '2020-08-14?' } as const;
const basic = { source: 'MUD-BASIC', grade: 'documented' } as const;
const ticket = { source: 'FIELD', grade: 'observed' } as const;
const mini = { source: 'FIELD', grade: 'reported' } as const;
const action = { source: ['MUD-SNS', 'MENU'], grade: 'documented' } as const;

/** The keys of each successful reply, in the order of the wire. */
export const fields = {
  appToken: [filled('access_token', 'string', token), filled('expires_in', 'number', token)],
  stableToken: [filled('access_token', 'string', stable), filled('expires_in', 'number', stable)],

  codeExchange: [
    filled('access_token', 'string', grant),
    filled('expires_in', 'number', grant),
    filled('refresh_token', 'string', grant),
    filled('openid', 'string', grant),
    // Missing from the table of 2025/26, still sent (a real reply of 2024-11).
    filled('scope', 'string', { source: ['PR-3100', 'ARTICLE'], grade: 'observed' }),
    filled('unionid', 'string', { ...unionid, until: '2017-12-31' }, ['bound']),
    filled('unionid', 'string', unionidNarrowed, ['bound', 'profileScope']),
    filled(
      'is_snapshotuser',
      'number',
      { source: ['ANN-SNAPSHOT', 'WxJava#2828'], grade: 'documented', since: '2022-07-13' },
      ['snapshot'],
    ),
  ],
  refreshUserToken: [
    filled('access_token', 'string', refresh),
    filled('expires_in', 'number', refresh),
    filled('refresh_token', 'string', refresh),
    filled('openid', 'string', refresh),
    filled('scope', 'string', refresh),
  ],
  snsUserInfo: [
    filled('openid', 'string', profile),
    filled('nickname', 'string', profile),
    ...emptied('sex', 'number', '2021-10-21', profileGone),
    ...emptied('language', 'string', '2021-10-21', profileGone),
    ...emptied('city', 'string', '2021-10-21', profileGone),
    ...emptied('province', 'string', '2021-10-21', profileGone),
    ...emptied('country', 'string', '2021-10-21', profileGone),
    filled('headimgurl', 'string', profile),
    filled('privilege', 'string[]', profile),
    filled('unionid', 'string', unionid, ['bound']),
  ],

  'userInfo.follower': [
    filled('subscribe', 'number', user),
    filled('openid', 'string', user),
    ...emptied('nickname', 'string', '2021-12-27', nameGone),
    ...emptied('sex', 'number', '2021-10-21', userGone),
    ...emptied('language', 'string', '2023-01-01?', { source: ['UI', 'PAYLOADS-UI'], grade: 'inferred' }),
    ...emptied('city', 'string', '2021-10-21', userGone),
    ...emptied('province', 'string', '2021-10-21', userGone),
    ...emptied('country', 'string', '2021-10-21', userGone),
    ...emptied('headimgurl', 'string', '2021-12-27', nameGone),
    filled('subscribe_time', 'number', user),
    filled('unionid', 'string', unionid, ['bound']),
    filled('remark', 'string', remark),
    filled('groupid', 'number', remark),
    filled('tagid_list', 'number[]', tags),
    filled('subscribe_scene', 'string', scene),
    filled('qr_scene', 'number', scene),
    filled('qr_scene_str', 'string', scene),
  ],
  'userInfo.nonFollower': [
    filled('subscribe', 'number', user),
    filled('openid', 'string', user),
    filled('unionid', 'string', { ...unionid, source: ['ANN-UNIONID-2014', 'ANN-UNIONID'], until: '2017-12-31' }, [
      'bound',
    ]),
    filled('tagid_list', 'number[]', tags),
  ],
  userInfoBatch: [filled('user_info_list', 'object[]', { source: 'BATCH', grade: 'documented', since: '2015-06-01?' })],
  followers: [
    filled('total', 'number', list),
    filled('count', 'number', list),
    filled('data', 'object', list, ['someFollowers']),
    filled('next_openid', 'string', list),
  ],
  changeOpenid: [
    filled('errcode', 'number', list),
    filled('errmsg', 'string', list),
    filled('result_list', 'object[]', list),
  ],

  qrcodeCreate: [
    filled('ticket', 'string', qr),
    filled('expire_seconds', 'number', qr, ['temporary']),
    filled('url', 'string', qr),
  ],
  menuGet: [filled('menu', 'object', { source: 'MUD-MENU', grade: 'documented' })],
  jsTicket: [
    filled('errcode', 'number', ticket),
    filled('errmsg', 'string', ticket),
    filled('ticket', 'string', ticket),
    filled('expires_in', 'number', ticket),
  ],
  callbackIps: [filled('ip_list', 'string[]', basic)],
  apiDomainIps: [filled('ip_list', 'string[]', basic)],
  callbackCheck: [filled('dns', 'object[]', basic), filled('ping', 'object[]', basic)],
  apiQuota: [
    filled('errcode', 'number', quota),
    filled('errmsg', 'string', quota),
    filled('quota', 'object', quota),
    filled('rate_limit', 'object', quota),
    filled('component_rate_limit', 'object', quota),
  ],
  ridInfo: [filled('errcode', 'number', rid), filled('errmsg', 'string', rid), filled('request', 'object', rid)],
  miniprogramLogin: [
    filled('openid', 'string', mini),
    filled('session_key', 'string', mini),
    filled('unionid', 'string', mini, ['bound']),
  ],
  /** Every action call, and every error. */
  action: [filled('errcode', 'number', action), filled('errmsg', 'string', action)],
} as const satisfies Record<string, readonly FieldFact[]>;

export type ReplyName = keyof typeof fields;

/** The keys a reply could carry at the instant `at` (milliseconds since the epoch), in the order of the wire. */
export function fieldsAt(reply: ReplyName, at: number): readonly FieldFact[] {
  return (fields[reply] as readonly FieldFact[]).filter((row) => inForce(row, at));
}
