/** Quotas of an account, and what became of a call whose `rid` an error carried. */
import { endpoints } from '@mingpian/facts/endpoints';
import { shapes } from '@mingpian/facts/shapes';
import { type ApiReply, garbage, readApiReply, wholeNumber } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { AppCredentials } from './app-token.ts';
import type { Hosts } from './hosts.ts';
import type { WireReply, WireRequest } from './ports.ts';

export interface ApiQuota {
  /** Calls a day, reset at midnight in Beijing. */
  readonly daily: { readonly limit: number; readonly used: number; readonly remaining: number };
  /** Calls within `seconds`, where WeChat names such a limit. */
  readonly rate?: { readonly calls: number; readonly seconds: number };
}

/** `path` such as `/cgi-bin/user/info`, without host. Paths under `/sns/` answer 76022. */
export function apiQuotaRequest(hosts: Hosts, appToken: string, path: string): WireRequest {
  if (!path.startsWith('/')) throw new TypeError('path must begin with / and have no host');
  return apiRequest(hosts, endpoints.apiQuota, { access_token: appToken, cgi_path: path });
}

export function processApiQuota(reply: WireReply): ApiQuota {
  const { path } = endpoints.apiQuota;
  const body = readApiReply(path, reply);
  const quota = body.quota as ApiReply | undefined;
  const [limit, used, remaining] = [quota?.daily_limit, quota?.used, quota?.remain].map(wholeNumber);
  if (limit === undefined || used === undefined || remaining === undefined) throw garbage(path, 'quota is incomplete');
  const rate = body.rate_limit as ApiReply | undefined;
  const [calls, seconds] = [rate?.call_count, rate?.refresh_second].map(wholeNumber);
  return {
    daily: { limit, used, remaining },
    ...(calls === undefined || seconds === undefined ? {} : { rate: { calls, seconds } }),
  };
}

/** Sets one operation's daily count back; 50 times a month. */
export function clearApiQuotaRequest(hosts: Hosts, appToken: string, path: string): WireRequest {
  if (!path.startsWith('/')) throw new TypeError('path must begin with / and have no host');
  return apiRequest(hosts, endpoints.clearApiQuota, { access_token: appToken, cgi_path: path });
}

/** Sets all daily counts back; ten times a month, shared with the console's button and the form by AppSecret. */
export function clearQuotaRequest(hosts: Hosts, appToken: string, appId: string): WireRequest {
  return apiRequest(hosts, endpoints.clearQuota, { access_token: appToken, appid: appId });
}

/** The same without an app token, for when the quota of tokens itself is used up. */
export function clearQuotaBySecretRequest(hosts: Hosts, app: AppCredentials): WireRequest {
  return apiRequest(hosts, endpoints.clearQuotaBySecret, { appid: app.appId, appsecret: app.appSecret });
}

/** The reply of each of the three. */
export function processClearQuota(reply: WireReply): void {
  readApiReply(endpoints.clearQuota.path, reply);
}

export interface RidInfo {
  /** Seconds. */
  readonly invokedAt: number;
  readonly costMs: number;
  /** Query, body and reply as WeChat recorded them. They contain tokens: never log them. */
  readonly requestUrl: string;
  readonly requestBody: string;
  readonly responseBody: string;
  readonly clientIp: string;
}

/** For a rid of the last seven days, of this account, and not of a call under `/sns/`. */
export function ridInfoRequest(hosts: Hosts, appToken: string, rid: string): WireRequest {
  if (!shapes.rid.value.test(rid)) throw new TypeError('rid must be three groups of eight hex digits');
  return apiRequest(hosts, endpoints.ridInfo, { access_token: appToken, rid });
}

export function processRidInfo(reply: WireReply): RidInfo {
  const { path } = endpoints.ridInfo;
  const request = readApiReply(path, reply).request as ApiReply | undefined;
  const invokedAt = wholeNumber(request?.invoke_time);
  if (request === undefined || invokedAt === undefined) throw garbage(path, 'request is incomplete');
  const text = (field: string): string => (typeof request[field] === 'string' ? (request[field] as string) : '');
  return {
    invokedAt,
    costMs: wholeNumber(request.cost_in_ms) ?? 0,
    requestUrl: text('request_url'),
    requestBody: text('request_body'),
    responseBody: text('response_body'),
    clientIp: text('client_ip'),
  };
}
