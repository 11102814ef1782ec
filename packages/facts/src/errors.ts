import type { Provenance } from './fact.ts';

/**
 * Whose move it is.
 * retry: the same call again, later · refresh-token: renew the token, repeat once · authorise-again: send the person through
 * web authorisation again · configure: a setting in the console or of the deployment · developer: a bug in the calling
 * code · user: the person must act · wait: until the quota is renewed.
 */
export type Mover = 'retry' | 'refresh-token' | 'authorise-again' | 'configure' | 'developer' | 'user' | 'wait';

export interface ErrorFact extends Provenance {
  readonly code: number;
  /** Canonical text without the tail of its era (rules.ts). `{ip}` stands for the caller's address. Never compare it. */
  readonly errmsg: string;
  /** Set where only the code and its meaning are published, and the words are ours. */
  readonly wording?: 'ours';
  readonly mover: Mover;
  /** Whose move it is when sns/* answers, where that differs. */
  readonly snsMover?: Mover;
}

// biome-ignore format: one line a row
export const errors = [
  { code: -1, errmsg: 'system error', mover: 'retry', snsMover: 'authorise-again', source: ['MUD-AUTH', 'COMM-41029'], grade: 'documented' },
  { code: 40001, errmsg: 'invalid credential, access_token is invalid or not latest', mover: 'refresh-token', snsMover: 'authorise-again', source: ['MUD-AUTH', 'PROBE-2026'], grade: 'observed' },
  { code: 40002, errmsg: 'invalid grant_type', mover: 'developer', source: 'MUD-AUTH', grade: 'documented' },
  { code: 40003, errmsg: 'invalid openid', mover: 'developer', source: ['SNS-UI', 'MUD-USER'], grade: 'documented' },
  { code: 40007, errmsg: 'invalid media_id', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40008, errmsg: 'invalid message type', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40013, errmsg: 'invalid appid', mover: 'configure', source: ['MUD-AUTH', 'PROBE-2026'], grade: 'observed' },
  { code: 40014, errmsg: 'invalid access_token', mover: 'refresh-token', snsMover: 'authorise-again', source: ['WxJava', 'CH-ERR'], grade: 'documented' },
  { code: 40016, errmsg: 'invalid button size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40017, errmsg: 'invalid button type', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40018, errmsg: 'invalid button name size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40019, errmsg: 'invalid button key size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40020, errmsg: 'invalid button url size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40023, errmsg: 'invalid sub button size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40024, errmsg: 'invalid sub button type', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40025, errmsg: 'invalid sub button name size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40026, errmsg: 'invalid sub button key size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40027, errmsg: 'invalid sub button url size', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40028, errmsg: 'invalid menu api user', mover: 'configure', source: 'MUD-MENU', grade: 'documented' },
  { code: 40029, errmsg: 'invalid code', mover: 'authorise-again', source: ['SNS-AT', 'MUD-SNS'], grade: 'documented' },
  { code: 40030, errmsg: 'invalid refresh_token', mover: 'authorise-again', source: 'CH-ERR', grade: 'documented' },
  { code: 40031, errmsg: 'invalid openid list', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40032, errmsg: 'invalid openid list size', mover: 'developer', source: ['BATCH', 'MUD-USER'], grade: 'documented' },
  { code: 40033, errmsg: 'invalid charset. please check your request, if include \\uxxxx will create fail!', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40035, errmsg: 'invalid parameter', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40037, errmsg: 'invalid template_id', mover: 'configure', source: 'WxJava', grade: 'reported' },
  { code: 40038, errmsg: 'invalid request format', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40048, errmsg: 'invalid url', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40052, errmsg: 'invalid action name', mover: 'developer', source: 'MUD-QR', grade: 'documented' },
  { code: 40053, errmsg: 'invalid action info', mover: 'developer', source: 'MUD-QR', grade: 'documented' },
  { code: 40054, errmsg: 'invalid button url domain', mover: 'configure', source: 'MUD-MENU', grade: 'documented' },
  { code: 40055, errmsg: 'invalid sub button url domain', mover: 'configure', source: 'MUD-MENU', grade: 'documented' },
  { code: 40066, errmsg: 'invalid url', mover: 'developer', source: 'CH-ERR', grade: 'documented' },
  { code: 40092, errmsg: 'invalid remark', wording: 'ours', mover: 'developer', source: 'MUD-USER', grade: 'documented' },
  { code: 40097, errmsg: 'invalid args', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 40119, errmsg: 'invalid use button type', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 40125, errmsg: 'invalid appsecret', mover: 'configure', source: ['MUD-AUTH', 'WeiXinPost#2', 'n8n-offiaccount#2'], grade: 'observed' },
  { code: 40163, errmsg: 'code been used', mover: 'authorise-again', source: ['COMM-40163', 'wechat-oauth#31'], grade: 'observed', since: '2017-03-26?' },
  { code: 40164, errmsg: 'invalid ip {ip}, not in whitelist', mover: 'configure', source: ['COMM-40164', 'easywechat#1331'], grade: 'observed', since: '2017-09-07?' },
  { code: 40201, errmsg: 'callback url not set', wording: 'ours', mover: 'configure', source: 'MUD-BASIC', grade: 'documented' },
  { code: 40202, errmsg: 'invalid action', wording: 'ours', mover: 'developer', source: 'MUD-BASIC', grade: 'documented' },
  { code: 40203, errmsg: 'invalid check_operator', wording: 'ours', mover: 'developer', source: 'MUD-BASIC', grade: 'documented' },
  { code: 40226, errmsg: 'code blocked', mover: 'user', source: 'FIELD', grade: 'reported' },
  { code: 40243, errmsg: 'AppSecret frozen', wording: 'ours', mover: 'configure', source: ['MUD-AUTH', 'MUD-SNS'], grade: 'documented' },
  { code: 41001, errmsg: 'access_token missing', mover: 'developer', source: 'PROBE-2026', grade: 'observed' },
  { code: 41002, errmsg: 'appid missing', mover: 'developer', source: ['MUD-AUTH', 'PROBE-2026'], grade: 'observed' },
  { code: 41003, errmsg: 'refresh_token missing', mover: 'developer', source: ['MUD-SNS', 'CH-ERR'], grade: 'documented' },
  { code: 41004, errmsg: 'appsecret missing', mover: 'developer', source: 'MUD-AUTH', grade: 'documented' },
  { code: 41008, errmsg: 'missing code', mover: 'developer', source: 'COMM-41008', grade: 'observed' },
  { code: 41009, errmsg: 'missing openid', mover: 'developer', source: 'CH-ERR', grade: 'documented' },
  { code: 42001, errmsg: 'access_token expired', mover: 'refresh-token', source: ['WxJava', 'CH-ERR'], grade: 'observed' },
  { code: 42002, errmsg: 'refresh_token expired', mover: 'authorise-again', source: ['CH-ERR', 'YYB-Go-Enhanced#13'], grade: 'observed' },
  { code: 42003, errmsg: 'code expired', mover: 'authorise-again', source: 'CH-ERR', grade: 'documented' },
  { code: 42007, errmsg: 'access_token and refresh_token are invalid because the user changed the password', wording: 'ours', mover: 'authorise-again', source: 'WxJava', grade: 'reported' },
  { code: 43001, errmsg: 'require GET method', mover: 'developer', source: 'CH-ERR', grade: 'documented' },
  { code: 43002, errmsg: 'require POST method', mover: 'developer', source: ['MUD-AUTH', 'CH-ERR'], grade: 'documented' },
  { code: 43003, errmsg: 'require https', mover: 'developer', source: 'CH-ERR', grade: 'documented' },
  { code: 43004, errmsg: 'require subscribe', mover: 'user', source: 'MUD-USER', grade: 'observed' },
  { code: 43019, errmsg: 'require remove blacklist', mover: 'configure', source: 'WxJava', grade: 'reported' },
  { code: 44002, errmsg: 'empty post data', mover: 'developer', source: ['MUD-USER', 'CH-ERR'], grade: 'documented' },
  { code: 45002, errmsg: 'content size out of limit', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 45009, errmsg: 'reach max api daily quota limit', mover: 'wait', source: ['CH-ERR', 'weapp#105'], grade: 'observed' },
  // The two spaces twice are WeChat's own.
  { code: 45011, errmsg: 'api minute-quota reach limit  mustslower  retry next minute', mover: 'retry', source: ['CH-ERR', 'STABLE'], grade: 'documented' },
  { code: 45015, errmsg: 'response out of time limit or subscription is canceled', mover: 'user', source: ['COMM-45015', 'KF'], grade: 'observed' },
  { code: 45035, errmsg: 'access clientip is not registered, not in ip-white-list', mover: 'configure', source: 'TOKEN-CH', grade: 'documented' },
  { code: 45047, errmsg: 'out of response count limit', mover: 'user', source: ['COMM-45015', 'KF'], grade: 'observed' },
  { code: 46003, errmsg: 'menu no exist', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 46004, errmsg: 'user not exist', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 47001, errmsg: 'data format error', mover: 'developer', source: ['MUD-USER', 'CH-ERR'], grade: 'documented' },
  { code: 48001, errmsg: 'api unauthorized', mover: 'configure', snsMover: 'developer', source: ['SNS-UI', 'PRIV-EN'], grade: 'observed' },
  { code: 48004, errmsg: 'api forbidden for irregularities', mover: 'configure', source: 'WxJava', grade: 'reported' },
  { code: 48006, errmsg: 'forbid to clear quota because of reaching the limit', mover: 'wait', source: 'MUD-OPENAPI', grade: 'documented' },
  { code: 49003, errmsg: 'not match openid with appid', mover: 'developer', source: 'WxJava', grade: 'reported' },
  { code: 50001, errmsg: 'user unauthorized', mover: 'authorise-again', source: 'WxJava', grade: 'reported' },
  { code: 50002, errmsg: 'user limited', mover: 'user', source: ['MUD-USER', 'WxJava'], grade: 'documented' },
  { code: 50004, errmsg: 'token interface forbidden', wording: 'ours', mover: 'configure', source: 'MUD-AUTH', grade: 'documented' },
  { code: 50005, errmsg: 'user is unsubscribed', mover: 'user', source: 'WxJava', grade: 'reported' },
  { code: 50007, errmsg: 'account frozen', wording: 'ours', mover: 'configure', source: 'MUD-AUTH', grade: 'documented' },
  { code: 61004, errmsg: 'access clientip is not registered requestIP: {ip}', mover: 'configure', source: ['MUD-USER', 'TPP-AUTH'], grade: 'observed' },
  { code: 61007, errmsg: 'api is unauthorized to component', mover: 'configure', source: 'MUD-USER', grade: 'documented' },
  { code: 61016, errmsg: 'function category of API need be confirmed by component', mover: 'configure', source: 'MUD-USER', grade: 'documented' },
  { code: 61024, errmsg: 'this api must be called with component_access_token', wording: 'ours', mover: 'developer', source: 'MUD-AUTH', grade: 'documented' },
  { code: 63178, errmsg: 'invalid changeopenid request', wording: 'ours', mover: 'developer', source: 'MUD-USER', grade: 'reported' },
  { code: 65316, errmsg: 'menu has too many external domains', wording: 'ours', mover: 'developer', source: 'MUD-MENU', grade: 'documented' },
  { code: 76001, errmsg: 'rid not exist or expired', wording: 'ours', mover: 'developer', source: ['MUD-OPENAPI', 'RID-API'], grade: 'documented', since: '2020-08-14?' },
  { code: 76002, errmsg: 'invalid rid', wording: 'ours', mover: 'developer', source: 'MUD-OPENAPI', grade: 'documented', since: '2020-08-14?' },
  { code: 76003, errmsg: 'rid belongs to another account', wording: 'ours', mover: 'developer', source: 'MUD-OPENAPI', grade: 'documented', since: '2020-08-14?' },
  { code: 76004, errmsg: 'rid is older than 7 days', wording: 'ours', mover: 'developer', source: 'MUD-OPENAPI', grade: 'documented', since: '2020-08-14?' },
  { code: 76021, errmsg: 'cgi_path not found', wording: 'ours', mover: 'developer', source: 'MUD-OPENAPI', grade: 'documented' },
  { code: 76022, errmsg: 'no permission for this cgi_path', wording: 'ours', mover: 'developer', source: 'MUD-OPENAPI', grade: 'documented' },
  { code: 89501, errmsg: 'this IP is waiting for the administrator to confirm', wording: 'ours', mover: 'configure', source: ['MUD-AUTH', 'go-wechat#23'], grade: 'documented', since: '2020-05-05?' },
  { code: 89503, errmsg: 'this IP needs the administrator to confirm', wording: 'ours', mover: 'configure', source: ['MUD-AUTH', 'go-wechat#23'], grade: 'documented', since: '2020-05-05?' },
  { code: 89506, errmsg: 'the administrator refused this IP twice within 24 hours', wording: 'ours', mover: 'configure', source: ['MUD-AUTH', 'go-wechat#23'], grade: 'documented', since: '2020-05-05?' },
  { code: 89507, errmsg: 'the administrator refused this IP within the last hour', wording: 'ours', mover: 'configure', source: ['MUD-AUTH', 'go-wechat#23'], grade: 'documented', since: '2020-05-05?' },
  { code: 268487001, errmsg: 'system busy, please try again later', wording: 'ours', mover: 'retry', source: 'MUD-USER', grade: 'documented' },
  { code: 268487002, errmsg: 'system busy, please try again later', wording: 'ours', mover: 'retry', source: 'MUD-USER', grade: 'documented' },
] as const satisfies readonly ErrorFact[];

export type ErrorCode = (typeof errors)[number]['code'];

/** The row of an errcode, or undefined for a code that is not about identity. */
export function errorFact(code: number): ErrorFact | undefined {
  return errors.find((row) => row.code === code);
}
