/**
 * Web authorisation by a third-party platform (第三方平台代公众号) for an account that authorised it. The platform's own
 * credentials take the place of the account's AppSecret.
 */
import { endpoints } from '@mingpian/facts/endpoints';
import { readApiReply } from './api-reply.ts';
import { apiRequest } from './api-request.ts';
import type { Hosts } from './hosts.ts';
import {
  type AuthoriseOptions,
  authoriseUrl,
  type CheckedCallback,
  type Grant,
  type PersonGrant,
  readExchange,
  readRefresh,
} from './oauth.ts';
import type { WireReply, WireRequest } from './ports.ts';

export interface Component {
  readonly appId: string;
  /** component_access_token, about two hours old at most. */
  readonly token: string;
}

/** The address to open, with `component_appid` after the state. The callback also brings `appid`. */
export function componentAuthoriseUrl(
  hosts: Hosts,
  appId: string,
  componentAppId: string,
  options: AuthoriseOptions & { state: string },
): string {
  const component = `&component_appid=${encodeURIComponent(componentAppId)}`;
  return authoriseUrl(hosts, appId, options).replace('#wechat_redirect', `${component}#wechat_redirect`);
}

export function componentExchangeRequest(hosts: Hosts, component: Component, callback: CheckedCallback): WireRequest {
  return apiRequest(hosts, endpoints.componentCodeExchange, {
    appid: callback.transaction.appId,
    code: callback.code,
    grant_type: 'authorization_code',
    component_appid: component.appId,
    component_access_token: component.token,
  });
}

/** As `processCodeExchange`: snapshot visitors have no openid here either. */
export function processComponentExchange(callback: CheckedCallback, reply: WireReply, now: number): Grant {
  const { path } = endpoints.componentCodeExchange;
  return readExchange(path, readApiReply(path, reply), callback, now);
}

export function componentRefreshRequest(hosts: Hosts, component: Component, grant: PersonGrant): WireRequest {
  return apiRequest(hosts, endpoints.componentRefreshUserToken, {
    appid: grant.appId,
    grant_type: 'refresh_token',
    refresh_token: grant.refreshToken,
    component_appid: component.appId,
    component_access_token: component.token,
  });
}

export function processComponentRefresh(reply: WireReply, grant: PersonGrant, now: number): PersonGrant {
  const { path } = endpoints.componentRefreshUserToken;
  return readRefresh(path, readApiReply(path, reply), grant, now);
}
