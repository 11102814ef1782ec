import type { Fact, Provenance } from './fact.ts';
import type { Capability } from './permissions.ts';

export interface EndpointParameter {
  readonly name: string;
  readonly in: 'query' | 'body';
  readonly required: boolean;
}

/**
 * One path of WeChat.
 * `host`: api.weixin.qq.com · open.weixin.qq.com · mp.weixin.qq.com · the avatar host.
 * `token`: the token that travels as `access_token` in the query.
 * `shape` of a success: data has no errcode; an action answers `{"errcode":0,"errmsg":"ok"}`, a few with more keys (fields.ts);
 * a page is HTML, an image is bytes.
 */
export interface EndpointFact extends Provenance {
  readonly method: 'GET' | 'POST';
  readonly host: 'api' | 'open' | 'mp' | 'avatar';
  readonly path: string;
  readonly token?: 'app' | 'user';
  /** Without the right the answer is 48001, or page 10005 on the authorise page. */
  readonly capability?: Capability;
  readonly parameters: readonly EndpointParameter[];
  readonly shape: 'data' | 'action' | 'page' | 'image';
}

/** The real host names. */
export const hosts = {
  api: { value: 'api.weixin.qq.com', source: ['AUTH-GUIDE', 'STABLE'], grade: 'documented' },
  open: { value: 'open.weixin.qq.com', source: 'AUTH-GUIDE', grade: 'documented' },
  mp: { value: 'mp.weixin.qq.com', source: 'MUD-QR', grade: 'documented' },
} as const satisfies Record<string, Fact<string>>;

/** Other names of the API host. */
export const apiHostAliases = {
  value: ['api2.weixin.qq.com', 'sh.api.weixin.qq.com', 'sz.api.weixin.qq.com', 'hk.api.weixin.qq.com'],
  source: 'FIELD',
  grade: 'inferred',
} as const satisfies Fact<readonly string[]>;

const query = (name: string) => ({ name, in: 'query', required: true }) as const;
const body = (name: string) => ({ name, in: 'body', required: true }) as const;
const optional = <T extends EndpointParameter>(parameter: T) => ({ ...parameter, required: false }) as const;

// biome-ignore format: one block an endpoint
export const endpoints = {
  // App tokens
  appToken: {
    method: 'GET', host: 'api', path: '/cgi-bin/token', capability: 'appToken', shape: 'data',
    parameters: [query('grant_type'), query('appid'), query('secret')],
    source: ['MUD-AUTH', 'TOKEN-CH'], grade: 'documented',
  },
  stableToken: {
    method: 'POST', host: 'api', path: '/cgi-bin/stable_token', capability: 'appToken', shape: 'data',
    parameters: [body('grant_type'), body('appid'), body('secret'), optional(body('force_refresh'))],
    source: ['STABLE', 'silenceper/wechat#665'], grade: 'documented', since: '2023-04-04?',
  },
  callbackIps: {
    method: 'GET', host: 'api', path: '/cgi-bin/getcallbackip', token: 'app', capability: 'appToken', shape: 'data',
    parameters: [query('access_token')],
    source: 'MUD-BASIC', grade: 'documented',
  },
  apiDomainIps: {
    method: 'GET', host: 'api', path: '/cgi-bin/get_api_domain_ip', token: 'app', capability: 'appToken', shape: 'data',
    parameters: [query('access_token')],
    source: 'MUD-BASIC', grade: 'documented',
  },
  callbackCheck: {
    method: 'POST', host: 'api', path: '/cgi-bin/callback/check', token: 'app', capability: 'appToken', shape: 'data',
    parameters: [query('access_token'), body('action'), body('check_operator')],
    source: 'MUD-BASIC', grade: 'documented',
  },

  // Quota tools
  clearQuota: {
    method: 'POST', host: 'api', path: '/cgi-bin/clear_quota', token: 'app', capability: 'appToken', shape: 'action',
    parameters: [query('access_token'), body('appid')],
    source: 'MUD-OPENAPI', grade: 'documented',
  },
  clearQuotaBySecret: {
    method: 'POST', host: 'api', path: '/cgi-bin/clear_quota/v2', capability: 'appToken', shape: 'action',
    parameters: [body('appid'), body('appsecret')],
    source: 'MUD-OPENAPI', grade: 'documented',
  },
  apiQuota: {
    method: 'POST', host: 'api', path: '/cgi-bin/openapi/quota/get', token: 'app', capability: 'appToken', shape: 'action',
    parameters: [query('access_token'), body('cgi_path')],
    source: 'MUD-OPENAPI', grade: 'documented',
  },
  clearApiQuota: {
    method: 'POST', host: 'api', path: '/cgi-bin/openapi/quota/clear', token: 'app', capability: 'appToken', shape: 'action',
    parameters: [query('access_token'), body('cgi_path')],
    source: 'MUD-OPENAPI', grade: 'documented',
  },
  ridInfo: {
    method: 'POST', host: 'api', path: '/cgi-bin/openapi/rid/get', token: 'app', capability: 'appToken', shape: 'action',
    parameters: [query('access_token'), body('rid')],
    source: ['RID-API', 'MUD-OPENAPI'], grade: 'documented', since: '2020-08-14?',
  },

  // Web authorisation. The order of the authorise parameters is part of the fact: desktop clients insist on it.
  authorise: {
    method: 'GET', host: 'open', path: '/connect/oauth2/authorize', capability: 'webAuthorisation', shape: 'page',
    parameters: [
      query('appid'), query('redirect_uri'), query('response_type'), query('scope'), optional(query('state')),
      optional(query('connect_redirect')), optional(query('forcePopup')), optional(query('forceSnapShot')),
      optional(query('component_appid')),
    ],
    source: ['AUTH-GUIDE', 'wxredirect#16'], grade: 'documented',
  },
  websiteLogin: {
    method: 'GET', host: 'open', path: '/connect/qrconnect', capability: 'websiteLogin', shape: 'page',
    parameters: [
      query('appid'), query('redirect_uri'), query('response_type'), query('scope'), optional(query('state')),
      optional(query('lang')),
    ],
    source: ['WEB-LOGIN', 'JUEJIN-7241750800400973885'], grade: 'documented',
  },
  codeExchange: {
    method: 'GET', host: 'api', path: '/sns/oauth2/access_token', shape: 'data',
    parameters: [query('appid'), query('secret'), query('code'), query('grant_type')],
    source: ['SNS-AT', 'MUD-SNS'], grade: 'documented',
  },
  refreshUserToken: {
    method: 'GET', host: 'api', path: '/sns/oauth2/refresh_token', shape: 'data',
    parameters: [query('appid'), query('grant_type'), query('refresh_token')],
    source: ['SNS-RT', 'MUD-SNS'], grade: 'documented',
  },
  checkUserToken: {
    method: 'GET', host: 'api', path: '/sns/auth', token: 'user', shape: 'action',
    parameters: [query('access_token'), query('openid')],
    source: 'MUD-SNS', grade: 'documented',
  },
  snsUserInfo: {
    method: 'GET', host: 'api', path: '/sns/userinfo', token: 'user', shape: 'data',
    parameters: [query('access_token'), query('openid'), optional(query('lang'))],
    source: ['SNS-UI', 'MUD-SNS'], grade: 'documented',
  },

  // Users
  userInfo: {
    method: 'GET', host: 'api', path: '/cgi-bin/user/info', token: 'app', capability: 'userInfo', shape: 'data',
    parameters: [query('access_token'), query('openid'), optional(query('lang'))],
    source: ['UI', 'MUD-USER'], grade: 'documented',
  },
  userInfoBatch: {
    method: 'POST', host: 'api', path: '/cgi-bin/user/info/batchget', token: 'app', capability: 'userInfo', shape: 'data',
    parameters: [query('access_token'), body('user_list')],
    source: ['BATCH', 'MUD-USER'], grade: 'documented', since: '2015-06-01?',
  },
  followers: {
    method: 'GET', host: 'api', path: '/cgi-bin/user/get', token: 'app', capability: 'userInfo', shape: 'data',
    parameters: [query('access_token'), optional(query('next_openid'))],
    source: 'MUD-USER', grade: 'documented',
  },
  updateRemark: {
    method: 'POST', host: 'api', path: '/cgi-bin/user/info/updateremark', token: 'app', capability: 'remark', shape: 'action',
    parameters: [query('access_token'), body('openid'), body('remark')],
    source: 'MUD-USER', grade: 'documented',
  },
  // Tags replaced groups in 2016.
  tags: {
    method: 'GET', host: 'api', path: '/cgi-bin/tags/get', token: 'app', capability: 'userInfo', shape: 'data',
    parameters: [query('access_token')],
    source: ['WxJava', 'PROBE-2026'], grade: 'observed', since: '2016-06-01?',
  },
  tagFollowers: {
    method: 'POST', host: 'api', path: '/cgi-bin/tags/members/batchtagging', token: 'app', capability: 'userInfo', shape: 'action',
    parameters: [query('access_token'), body('openid_list'), body('tagid')],
    source: 'WxJava', grade: 'reported', since: '2016-06-01?',
  },
  untagFollowers: {
    method: 'POST', host: 'api', path: '/cgi-bin/tags/members/batchuntagging', token: 'app', capability: 'userInfo', shape: 'action',
    parameters: [query('access_token'), body('openid_list'), body('tagid')],
    source: 'WxJava', grade: 'reported', since: '2016-06-01?',
  },
  changeOpenid: {
    method: 'POST', host: 'api', path: '/cgi-bin/changeopenid', token: 'app', capability: 'userInfo', shape: 'action',
    parameters: [query('access_token'), body('from_appid'), body('openid_list')],
    source: 'MUD-USER', grade: 'documented',
  },

  // QR codes
  qrcodeCreate: {
    method: 'POST', host: 'api', path: '/cgi-bin/qrcode/create', token: 'app', capability: 'qrcode', shape: 'data',
    parameters: [query('access_token'), body('action_name'), body('action_info'), optional(body('expire_seconds'))],
    source: 'MUD-QR', grade: 'documented',
  },
  qrcodeImage: {
    method: 'GET', host: 'mp', path: '/cgi-bin/showqrcode', shape: 'image',
    parameters: [query('ticket')],
    source: 'MUD-QR', grade: 'documented',
  },

  // Menu and messages
  menuCreate: {
    method: 'POST', host: 'api', path: '/cgi-bin/menu/create', token: 'app', capability: 'menu', shape: 'action',
    parameters: [query('access_token'), body('button')],
    source: ['MENU', 'MUD-MENU'], grade: 'documented',
  },
  menuGet: {
    method: 'GET', host: 'api', path: '/cgi-bin/menu/get', token: 'app', capability: 'menu', shape: 'data',
    parameters: [query('access_token')],
    source: 'MUD-MENU', grade: 'documented',
  },
  menuDelete: {
    method: 'GET', host: 'api', path: '/cgi-bin/menu/delete', token: 'app', capability: 'menu', shape: 'action',
    parameters: [query('access_token')],
    source: 'MUD-MENU', grade: 'documented',
  },
  customerMessage: {
    method: 'POST', host: 'api', path: '/cgi-bin/message/custom/send', token: 'app', capability: 'customerMessage', shape: 'action',
    parameters: [query('access_token'), body('touser'), body('msgtype'), optional(body('text'))],
    source: 'KF', grade: 'documented',
  },
  templateMessage: {
    method: 'POST', host: 'api', path: '/cgi-bin/message/template/send', token: 'app', capability: 'templateMessage', shape: 'action',
    parameters: [query('access_token'), body('touser'), body('template_id'), body('data'), optional(body('url'))],
    source: ['SANDBOX', 'FIELD'], grade: 'observed',
  },
  jsTicket: {
    method: 'GET', host: 'api', path: '/cgi-bin/ticket/getticket', token: 'app', capability: 'jsTicket', shape: 'action',
    parameters: [query('access_token'), query('type')],
    source: ['PROBE-2026', 'FIELD'], grade: 'observed',
  },

  // Neighbours
  miniprogramLogin: {
    method: 'GET', host: 'api', path: '/sns/jscode2session', capability: 'miniprogramLogin', shape: 'data',
    parameters: [query('appid'), query('secret'), query('js_code'), query('grant_type')],
    source: 'FIELD', grade: 'reported',
  },
  componentCodeExchange: {
    method: 'GET', host: 'api', path: '/sns/oauth2/component/access_token', shape: 'data',
    parameters: [query('appid'), query('code'), query('grant_type'), query('component_appid'), query('component_access_token')],
    source: ['TPP-AUTH', 'PR-3100'], grade: 'documented',
  },
  componentRefreshUserToken: {
    method: 'GET', host: 'api', path: '/sns/oauth2/component/refresh_token', shape: 'data',
    parameters: [query('appid'), query('grant_type'), query('refresh_token'), query('component_appid'), query('component_access_token')],
    source: 'TPP-AUTH', grade: 'documented',
  },

  /** The path continues with the avatar's token and its size (avatars.ts). */
  avatar: {
    method: 'GET', host: 'avatar', path: '/mmopen/', shape: 'image',
    parameters: [],
    source: ['SNS-UI', 'ANN-AVATAR'], grade: 'documented',
  },
} as const satisfies Record<string, EndpointFact>;

export type EndpointName = keyof typeof endpoints;
